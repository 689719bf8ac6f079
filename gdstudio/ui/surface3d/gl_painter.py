"""Draws scenes with OpenGL, in the thread and the context in which it was made."""

import time
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from gdstudio.ui.plots.path_item import RunPath
from gdstudio.ui.surface3d import gl as names
from gdstudio.ui.surface3d import shaders
from gdstudio.ui.surface3d.camera import HALF_HEIGHT
from gdstudio.ui.surface3d.draped_path import SHORTEST, DrapedPath
from gdstudio.ui.surface3d.gl import Gl
from gdstudio.ui.surface3d.gl_program import Program, Ribbon, Triangles
from gdstudio.ui.surface3d.gl_target import Target
from gdstudio.ui.surface3d.mesh import Mesh
from gdstudio.ui.surface3d.scene import Colour, Scene, Shot, Taken, channels

FINE, COARSE = 0, 1
LINE, CASING = 1.25, 2.35
"""Half the width of a path and of what lifts it off the surface, in pixels."""
LIFT = 0.007
"""How much nearer than the surface they are, as a depth."""
BEHIND = 0.28
"""How much of a path's colour is left behind a hill."""
DENSE = 4000
"""Points from which on paths are nothing but lines in a moving picture."""
MOST_MOVING = 20_000
"""Points of all paths in a moving picture: of longer ones the end."""
CONTOUR = 1.25
BORDER = 1.0
FLOOR_ALPHA = 0.82


class GlPainter:
    """Draws shots; what does not change from one to the next stays on the graphics card."""

    def __init__(self, gl: Gl) -> None:
        self._gl = gl
        self._surface = Program(gl, shaders.SURFACE_VERTEX, shaders.SURFACE_FRAGMENT)
        self._sheet = Program(gl, shaders.SHEET_VERTEX, shaders.SHEET_FRAGMENT)
        self._line = Program(gl, shaders.LINE_VERTEX, shaders.LINE_FRAGMENT)
        self._targets: dict[bool, Target] = {}
        self._mesh: Mesh | None = None
        self._triangles: Triangles | None = None
        self._lookup: NDArray[np.uint8] | None = None
        self._texture = gl.made("GenTextures")
        self._paths: dict[tuple[object, int], _GlPath] = {}
        gl.Enable(names.DEPTH_TEST)
        gl.Enable(names.BLEND)
        gl.Enable(names.MULTISAMPLE)
        gl.BlendFunc(names.ONE, names.ONE_MINUS_SOURCE_ALPHA)
        # The picture is drawn upside down: its first row is then the upper one.
        gl.FrontFace(names.CLOCKWISE)

    def take(self, shot: Shot) -> Taken:
        """Draw a picture."""
        began = time.perf_counter()
        self._take_mesh(shot.scene.mesh)
        self._take_colours(shot.scene.paint.lookup)
        lines = self._take_paths(shot.scene, FINE if shot.is_fine else COARSE)
        target = self._target(shot)
        target.begin()
        upside_down = np.diag([1.0, -1.0, 1.0, 1.0]) @ shot.view.matrix
        matrix = np.ascontiguousarray(upside_down, dtype=np.float32)
        if shot.scene.has_floor:
            self._draw_surface(shot, matrix, is_floor=True)
            self._draw_lines(shot, matrix, lines, is_floor=True)
        self._draw_surface(shot, matrix)
        self._draw_sheets(shot, matrix)
        self._draw_lines(shot, matrix, lines)
        image = target.image()
        return Taken(shot, image, time.perf_counter() - began)

    def _draw_surface(
        self, shot: Shot, matrix: NDArray[np.float32], *, is_floor: bool = False
    ) -> None:
        self._gl.DepthFunc(names.LESS)
        self._gl.DepthMask(1)
        width, height = self._target(shot).size
        self._surface.use(
            matrix=matrix,
            size=(float(width), float(height)),
            flatness=float(is_floor),
            ground=shot.scene.bottom,
            line_colour=shot.scene.paint.contour,
            line_width=CONTOUR * shot.ratio * shot.scene.thickness,
            top=HALF_HEIGHT * (1.0 + 1e-5),
            alpha=FLOOR_ALPHA if is_floor else 1.0,
        )
        if self._triangles is not None:
            self._triangles.draw(FINE if shot.is_fine else COARSE)

    def _draw_sheets(self, shot: Shot, matrix: NDArray[np.float32]) -> None:
        """Draw sheets; where one touches the surface, it is the sheet that is seen."""
        width, height = self._target(shot).size
        self._gl.DepthMask(0)
        for sheet in shot.scene.sheets:
            triangles, border = (
                Triangles(self._gl, sheet.vertices, sheet.triangles),
                Ribbon(self._gl),
            )
            border.upload(sheet.border)
            red, green, blue, alpha = sheet.colour
            for test, share in ((names.GREATER, BEHIND), (names.LESS, 1.0)):
                self._gl.DepthFunc(test)
                self._sheet.use(
                    matrix=matrix,
                    lift=0.5 * LIFT,
                    sheet_colour=(red, green, blue, share * alpha),
                    top=HALF_HEIGHT,
                )
                triangles.draw(FINE)
            self._line.use(
                matrix=matrix,
                size=(float(width), float(height)),
                flatness=0.0,
                radius=BORDER * shot.ratio * shot.scene.thickness,
                lift=LIFT,
                line_colour=(red, green, blue, 1.0),
            )
            border.draw(len(sheet.border))
            triangles.free()
            border.free()

    def _draw_lines(
        self,
        shot: Shot,
        matrix: NDArray[np.float32],
        lines: Sequence[tuple["_GlPath", int, Colour]],
        *,
        is_floor: bool = False,
    ) -> None:
        scale = shot.ratio * shot.scene.thickness
        width, height = self._target(shot).size
        points = sum(count for _, count, _ in lines)
        is_plain = not shot.is_fine and points > DENSE
        most = points if shot.is_fine else MOST_MOVING // max(1, len(lines))

        def draw(radius: float, casing: Colour | None, share: float = 1.0) -> None:
            self._line.use(
                matrix=matrix,
                size=(float(width), float(height)),
                flatness=float(is_floor),
                ground=shot.scene.bottom,
                radius=radius * scale,
                lift=LIFT,
            )
            for path, count, colour in lines:
                red, green, blue, alpha = casing or colour
                self._line.use(line_colour=(red, green, blue, share * alpha))
                path.ribbon.draw(count, max(0, count - most))

        # Lines hide no others: else the casing of one swing would cover the swing before.
        self._gl.DepthMask(0)
        if not is_floor and not is_plain:
            # First what is behind a hill, faintly.
            self._gl.DepthFunc(names.GREATER)
            draw(LINE, None, BEHIND)
        self._gl.DepthFunc(names.LESS)
        share = 0.6 if is_floor else 1.0
        if not is_plain:
            draw(CASING * share, shot.scene.paint.casing)
        draw(LINE * share, None)

    def _take_mesh(self, mesh: Mesh) -> None:
        if mesh is not self._mesh:
            if self._triangles is not None:
                self._triangles.free()
            self._forget_paths(())
            self._triangles = Triangles(self._gl, mesh.vertices, mesh.triangles, mesh.coarse)
            self._mesh = mesh

    def _take_colours(self, lookup: NDArray[np.uint8]) -> None:
        gl = self._gl
        gl.BindTexture(names.TEXTURE_2D, self._texture)
        if lookup is self._lookup:
            return
        self._lookup = lookup
        pixels = np.ascontiguousarray(lookup)
        gl.TexImage2D(
            *(names.TEXTURE_2D, 0, names.RGBA8, len(lookup), 1, 0),
            *(names.RGBA, names.UNSIGNED_BYTE, pixels.ctypes.data),
        )
        for what in (names.MIN_FILTER, names.MAG_FILTER):
            gl.TexParameteri(names.TEXTURE_2D, what, names.LINEAR)
        for what in (names.WRAP_S, names.WRAP_T):
            gl.TexParameteri(names.TEXTURE_2D, what, names.CLAMP_TO_EDGE)

    def _take_paths(self, scene: Scene, detail: int) -> list[tuple["_GlPath", int, Colour]]:
        """Return for each path how many of its points are shown; the first run lies on top."""
        self._forget_paths([path.identity for path in scene.paths])
        lines = []
        for path in scene.paths:
            key = path.identity, detail
            if key not in self._paths:
                self._paths[key] = _GlPath(self._gl, scene.mesh, SHORTEST[detail])
            known = self._paths[key]
            known.extend(path)
            count = known.draped.count_at(path.last_step)
            lines.append((known, count, channels(path.colour)))
        return lines

    def _forget_paths(self, kept: Iterable[object]) -> None:
        identities = [*kept]
        for key in [key for key in self._paths if key[0] not in identities]:
            self._paths.pop(key).ribbon.free()

    def _target(self, shot: Shot) -> Target:
        size = round(shot.view.width * shot.ratio), round(shot.view.height * shot.ratio)
        target = self._targets.get(shot.is_fine)
        if target is None or target.size != size:
            if target is not None:
                target.free()
            target = self._targets[shot.is_fine] = Target(self._gl, *size, is_smooth=shot.is_fine)
        return target


class _GlPath:
    """A path with its points on the graphics card."""

    def __init__(self, gl: Gl, mesh: Mesh, shortest: float) -> None:
        self.draped = DrapedPath(mesh, shortest)
        self.ribbon = Ribbon(gl)

    def extend(self, path: RunPath) -> None:
        """Take the rows that are new."""
        if self.draped.extend(path.steps, path.x, path.y):
            self.ribbon.upload(self.draped.vertices)
