"""The machine code of ``vectors``, as LLVM's instructions. Importing this imports numba.

Each operation is a function of the types of its operands that returns its signature and the code
that emits its instructions. LLVM splits a vector into registers of the size that there is.
"""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped, unused-ignore]
from numba.core import cgutils, types
from numba.extending import intrinsic, models, register_model

from gdstudio.engine.objectives.vectors import WIDTH

NUMBER = ir.DoubleType()
VECTOR = ir.VectorType(NUMBER, WIDTH)
QUARTET = ir.VectorType(NUMBER, 4)
LANE = ir.IntType(32)

ALIGNMENT = 8
"""Bytes that the address of a vector is a multiple of, as that of a number is."""

INDEX = types.intp


class _VectorType(types.Type):
    """The type of a vector in numba."""


class _VectorModel(models.PrimitiveModel):  # type: ignore[misc]
    """A vector is one value of LLVM."""

    def __init__(self, manager: Any, vector_type: _VectorType) -> None:
        super().__init__(manager, vector_type, VECTOR)


register_model(_VectorType)(_VectorModel)
VECTOR_TYPE = _VectorType("Vector")


def _zeros(typing: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(VECTOR, [0.0] * WIDTH)

    return VECTOR_TYPE(), emit


def _load(typing: Any, array: Any, index: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = _place(context, builder, array, values[0], values[1], VECTOR)
        return builder.load(place, align=ALIGNMENT)

    return VECTOR_TYPE(array, INDEX), emit


def _store(typing: Any, array: Any, index: Any, vector: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        place = _place(context, builder, array, values[0], values[1], VECTOR)
        builder.store(values[2], place, align=ALIGNMENT)
        return context.get_dummy_value()

    return types.void(array, INDEX, VECTOR_TYPE), emit


def _spread(typing: Any, array: Any, index: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        number = builder.load(_place(context, builder, array, values[0], values[1], NUMBER))
        nothing = ir.Constant(VECTOR, ir.Undefined)
        first = builder.insert_element(nothing, number, ir.Constant(LANE, 0))
        return _chosen(builder, first, nothing, [0] * WIDTH)

    return VECTOR_TYPE(array, INDEX), emit


def _multiply_add(typing: Any, a: Any, b: Any, c: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function_type = ir.FunctionType(VECTOR, [VECTOR] * 3)
        name = f"llvm.fmuladd.v{WIDTH}f64"
        function = cgutils.get_or_insert_function(builder.module, function_type, name)
        return builder.call(function, values)

    return VECTOR_TYPE(VECTOR_TYPE, VECTOR_TYPE, VECTOR_TYPE), emit


def _total(typing: Any, vector: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        function_type = ir.FunctionType(NUMBER, [NUMBER, VECTOR])
        name = f"llvm.vector.reduce.fadd.v{WIDTH}f64"
        function = cgutils.get_or_insert_function(builder.module, function_type, name)
        start = ir.Constant(NUMBER, -0.0)
        return builder.call(function, [start, *values], fastmath=("reassoc",))

    return types.float64(VECTOR_TYPE), emit


def _add_totals(typing: Any, array: Any, index: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        ab = _sums_of_neighbours(builder, values[2], values[3], 1)
        cd = _sums_of_neighbours(builder, values[4], values[5], 1)
        abcd = _sums_of_neighbours(builder, ab, cd, 2)
        low = _chosen(builder, abcd, abcd, [0, 1, 2, 3])
        high = _chosen(builder, abcd, abcd, [4, 5, 6, 7])
        place = _place(context, builder, array, values[0], values[1], QUARTET)
        before = builder.load(place, align=ALIGNMENT)
        builder.store(builder.fadd(before, builder.fadd(low, high)), place, align=ALIGNMENT)
        return context.get_dummy_value()

    return types.void(array, INDEX, *[VECTOR_TYPE] * 4), emit


def _place(context: Any, builder: Any, array_type: Any, array: Any, index: Any, kind: Any) -> Any:
    """Return the address of an entry of an array, as that of a value of some kind."""
    numbers = context.make_array(array_type)(context, builder, array).data
    return builder.bitcast(builder.gep(numbers, [index]), kind.as_pointer())


def _chosen(builder: Any, a: Any, b: Any, lanes: list[int]) -> Any:
    """Take these lanes out of those of a and, counted from WIDTH on, of b."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(LANE, len(lanes)), lanes))


def _sums_of_neighbours(builder: Any, a: Any, b: Any, group: int) -> Any:
    """Add neighbouring groups of lanes; a's sums and b's take turns in the result.

    With groups of one: [a₀ + a₁, b₀ + b₁, a₂ + a₃, b₂ + b₃, …].
    """
    starts = range(0, WIDTH, 2 * group)
    even = [start + of + lane for start in starts for of in (0, WIDTH) for lane in range(group)]
    odd = [lane + group for lane in even]
    return builder.fadd(_chosen(builder, a, b, even), _chosen(builder, a, b, odd))


zeros = intrinsic(_zeros)
load = intrinsic(_load)
store = intrinsic(_store)
spread = intrinsic(_spread)
multiply_add = intrinsic(_multiply_add)
total = intrinsic(_total)
add_totals = intrinsic(_add_totals)
