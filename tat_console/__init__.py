"""A desktop operations console for Tencent Cloud Automation Tools (TAT)."""
