"""What the graphics card, or the processor in its place, does with each vertex and each pixel.

All colours have their alpha multiplied in, so that the picture can be laid over another.
"""

VERSION = "#version 330 core\n"

SURFACE_VERTEX = """
layout(location = 0) in vec3 place;
layout(location = 1) in vec3 looks;
layout(location = 2) in vec4 slopes;
uniform mat4 matrix;
uniform vec2 size;
uniform float flatness;
uniform float ground;
out vec4 looked;
out float pixels_a_line;
vec2 seen_way(vec3 way) {
    vec4 moved = matrix * vec4(way, 0.0);
    vec2 here = gl_Position.xy / gl_Position.w;
    return 0.5 * size * (moved.xy - here * moved.w) / gl_Position.w;
}
void main() {
    vec3 point = vec3(place.xy, mix(place.z, ground, flatness));
    gl_Position = matrix * vec4(point, 1.0);
    looked = vec4(looks.xy, mix(looks.z, 1.0, flatness), mix(place.z, -9.0, flatness));
    // How many pixels lie between two contour lines: slopes of neighbours are alike, while two
    // triangles that are seen from their edges may show the same line wide and narrow.
    vec2 rise = (1.0 - flatness) * slopes.xy;
    vec2 x = seen_way(vec3(1.0, 0.0, rise.x));
    vec2 y = seen_way(vec3(0.0, 1.0, rise.y));
    float area = abs(x.x * y.y - x.y * y.x);
    vec2 change = slopes.z * vec2(y.y, -y.x) + slopes.w * vec2(-x.y, x.x);
    pixels_a_line = min(area / max(length(change), 1e-6), 1e4);
}
"""

SURFACE_FRAGMENT = """
in vec4 looked;
in float pixels_a_line;
uniform sampler2D colours;
uniform vec4 line_colour;
uniform float line_width;
uniform float top;
uniform float alpha;
out vec4 colour;
void main() {
    if (looked.w > top) discard;
    float share = clamp(looked.x, 0.0, 1.0) * 255.0 / 256.0 + 0.5 / 256.0;
    vec3 plain = texture(colours, vec2(share, 0.5)).rgb * looked.z;
    if (!gl_FrontFacing) plain *= 0.86;
    float change = 1.0 / max(pixels_a_line, 1e-4);
    float pixels = abs(fract(looked.y - 0.5) - 0.5) * pixels_a_line;
    float line = clamp(0.5 * line_width + 0.5 - pixels, 0.0, 1.0);
    // Lines that are nearer to each other than pixels are none.
    line *= 1.0 - smoothstep(0.25, 0.6, change);
    colour = vec4(mix(min(plain, 1.0), line_colour.rgb, line * line_colour.a), 1.0) * alpha;
}
"""

SHEET_VERTEX = """
layout(location = 0) in vec3 place;
uniform mat4 matrix;
uniform float lift;
out float height;
void main() {
    gl_Position = matrix * vec4(place, 1.0);
    gl_Position.z -= lift * gl_Position.w;
    height = place.z;
}
"""

SHEET_FRAGMENT = """
in float height;
uniform vec4 sheet_colour;
uniform float top;
out vec4 colour;
void main() {
    if (abs(height) > top) discard;
    colour = vec4(sheet_colour.rgb * sheet_colour.a, sheet_colour.a);
}
"""

LINE_VERTEX = """
layout(location = 0) in vec3 first;
layout(location = 1) in vec3 second;
uniform mat4 matrix;
uniform vec2 size;
uniform float radius;
uniform float lift;
uniform float flatness;
uniform float ground;
out float across;
void main() {
    across = 0.0;
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    if (min(first.z, second.z) < -50.0) return;
    vec4 a = matrix * vec4(first.xy, mix(first.z, ground, flatness), 1.0);
    vec4 b = matrix * vec4(second.xy, mix(second.z, ground, flatness), 1.0);
    vec2 along = (b.xy / b.w - a.xy / a.w) * size;
    float pixels = length(along);
    along = pixels > 1e-5 ? along / pixels : vec2(1.0, 0.0);
    bool at_end = gl_VertexID > 1;
    float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
    float wide = radius + 1.0;
    vec2 offset = side * wide * vec2(-along.y, along.x);
    offset += (at_end ? 0.35 : -0.35) * radius * along;
    vec4 place = at_end ? b : a;
    place.xy += 2.0 * offset / size * place.w;
    place.z -= lift * place.w;
    across = side * wide;
    gl_Position = place;
}
"""

LINE_FRAGMENT = """
in float across;
uniform vec4 line_colour;
uniform float radius;
out vec4 colour;
void main() {
    float cover = clamp(radius + 0.5 - abs(across), 0.0, 1.0);
    float alpha = line_colour.a * cover;
    colour = vec4(line_colour.rgb * alpha, alpha);
}
"""
