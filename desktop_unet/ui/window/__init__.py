"""The window, its menus, dialogs and strips."""
