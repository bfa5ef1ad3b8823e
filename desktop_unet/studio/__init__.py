"""The application without Qt: what window, command line and folders of photos share."""
