"""From a tree to a tape: constants folded, common subexpressions shared, powers made cheap."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from gdstudio.expression.functions import BINARY_OPERATORS, FUNCTIONS, NEGATE
from gdstudio.expression.opcodes import Opcode
from gdstudio.expression.tape import Tape
from gdstudio.expression.tree import Function, Node, Number, Variable, fold

LARGEST_INTEGER_POWER = 64
"""Up to here an integer power is multiplied out."""

_FUNCTIONS_BY_OPCODE: Mapping[Opcode, Function] = MappingProxyType(
    {
        function.opcode: function
        for function in (NEGATE, *BINARY_OPERATORS.values(), *FUNCTIONS.values())
    }
)


@dataclass(frozen=True, slots=True)
class _Input:
    variable: int


@dataclass(frozen=True, slots=True)
class _Constant:
    # The bits, so that 0.0 and -0.0 differ and nan equals itself.
    bits: bytes

    @property
    def value(self) -> float:
        return float(struct.unpack("<d", self.bits)[0])


@dataclass(frozen=True, slots=True)
class _Instruction:
    opcode: Opcode
    left: int
    right: int


_Entry: TypeAlias = _Input | _Constant | _Instruction


def lower(root: Node, variables: Sequence[str]) -> Tape:
    """Lower a tree to a tape.

    Parameters
    ----------
    root
        The tree; every variable in it is one of `variables`.
    variables
        Names of the variables, in the order of the parameter vector.

    Returns
    -------
    Tape
        Instructions and constants that the result needs, and no others.
    """
    places = {name: index for index, name in enumerate(variables)}
    program = _Program()

    def visit(node: Node, operands: tuple[int, ...]) -> int:
        if isinstance(node, Number):
            return program.constant(node.value)
        if isinstance(node, Variable):
            return program.entry(_Input(places[node.name]))
        if node.function.opcode is Opcode.POWER:
            base = node.arguments[0]
            if isinstance(base, Number) and base.symbol == "e":
                # Nearer to the true value than a power of the rounded number.
                return program.instruction(Opcode.EXP, operands[1], operands[1])
            return program.power(*operands)
        return program.instruction(node.function.opcode, operands[0], operands[-1])

    return program.tape(fold(root, visit), variables)


@dataclass(slots=True)
class _Program:
    """Distinct entries in the order in which they are needed; each is known by its index."""

    entries: list[_Entry] = field(default_factory=list)
    indices: dict[_Entry, int] = field(default_factory=dict)

    def entry(self, entry: _Entry) -> int:
        index = self.indices.setdefault(entry, len(self.entries))
        if index == len(self.entries):
            self.entries.append(entry)
        return index

    def constant(self, value: float) -> int:
        return self.entry(_Constant(struct.pack("<d", value)))

    def constant_value(self, index: int) -> float | None:
        entry = self.entries[index]
        return entry.value if isinstance(entry, _Constant) else None

    def instruction(self, opcode: Opcode, left: int, right: int) -> int:
        """Add an instruction; an operation of one operand repeats it."""
        left_value, right_value = self.constant_value(left), self.constant_value(right)
        if left_value is not None and right_value is not None:
            return self.constant(_fold(opcode, left_value, right_value))
        if opcode is Opcode.MULTIPLY and left == right:
            opcode = Opcode.SQUARE
        elif opcode in (Opcode.ADD, Opcode.MULTIPLY):
            # The same bits either way, so that x + y and y + x are one instruction.
            left, right = sorted((left, right))
        return self.entry(_Instruction(opcode, left, right))

    def power(self, base: int, exponent: int) -> int:
        """Add a power by the cheapest instruction of the same value."""
        value = self.constant_value(exponent)
        if value is None or self.constant_value(base) is not None:
            return self.instruction(Opcode.POWER, base, exponent)
        if value == 0:
            return self.constant(1.0)
        if value == 1:
            return base
        if value == 2:
            return self.instruction(Opcode.SQUARE, base, base)
        if value in (-1, -2):
            return self.instruction(
                Opcode.DIVIDE, self.constant(1.0), self.power(base, self.constant(-value))
            )
        if value.is_integer() and abs(value) <= LARGEST_INTEGER_POWER:
            return self.instruction(Opcode.POWER_INTEGER, base, exponent)
        # Not SQRT for 1/2: they differ at -0 and at minus infinity.
        return self.instruction(Opcode.POWER_CONSTANT, base, exponent)

    def tape(self, result: int, variables: Sequence[str]) -> Tape:
        """Give registers to what the result needs, and return the finished tape."""
        needed = self._needed(result)
        registers: dict[int, int] = {}
        constants: list[float] = []
        for index in needed:
            entry = self.entries[index]
            if isinstance(entry, _Input):
                registers[index] = entry.variable
            elif isinstance(entry, _Constant):
                registers[index] = len(variables) + len(constants)
                constants.append(entry.value)
        first = len(variables) + len(constants)
        rows: list[tuple[int, int, int]] = []
        for index in needed:
            entry = self.entries[index]
            if isinstance(entry, _Instruction):
                registers[index] = first + len(rows)
                rows.append((entry.opcode, registers[entry.left], registers[entry.right]))
        return Tape(
            variables=tuple(variables),
            constants=np.array(constants, dtype=np.float64),
            instructions=np.array(rows, dtype=np.int64).reshape(-1, 3),
            result=registers[result],
        )

    def _needed(self, result: int) -> list[int]:
        needed = {result}
        for index in range(result, -1, -1):
            entry = self.entries[index]
            if index in needed and isinstance(entry, _Instruction):
                needed |= {entry.left, entry.right}
        return sorted(needed)


def _fold(opcode: Opcode, left: float, right: float) -> float:
    function = _FUNCTIONS_BY_OPCODE[opcode]
    operands = (np.float64(left), np.float64(right))
    return float(function.value(*operands[: function.arity]))
