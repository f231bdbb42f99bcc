from tests.openings.scene import scene

__all__ = ["scene"]
