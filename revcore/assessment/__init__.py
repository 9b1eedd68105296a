"""What people believe, beside what their files say; and whether a revenue chief is needed."""
