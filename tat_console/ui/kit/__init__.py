"""What every page is made of: theme, icons, fonts, dialogs, errors, lifetimes."""
