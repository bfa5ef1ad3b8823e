"""The window: shows a document and speaks to the engine through one worker thread."""
