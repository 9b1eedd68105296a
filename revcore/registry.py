"""Ask by name: functions whose argument names say what they need, as pytest fixtures do.

A provider is a public function of a room, marked with :func:`provider`; its name is the name others
ask for. Needs are written once, in the signature. What cannot be had becomes a reason
(:class:`~revcore.errors.NotComputable`) that travels to whoever asked; an argument with a default
takes its default instead.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeVar

from revcore.errors import HalfMade, NotComputable

F = TypeVar("F", bound=Callable[..., Any])

REASON: Any = object()
"""Default of an argument that takes the reason itself where there is no value.

For whoever has another way: it goes that way, or raises the reason it was given.
"""


@dataclass(frozen=True)
class Need:
    """One argument: the name asked for, and what to take when there is none."""

    name: str
    optional: bool
    default: Any = None


@dataclass(frozen=True)
class Provider:
    """A function and what it needs."""

    name: str
    function: Callable[..., Any]
    needs: tuple[Need, ...]

    @classmethod
    def of(cls, function: Callable[..., Any], name: str | None = None) -> Provider:
        """Read the needs from a signature.

        >>> def cac(spend, lag=0): ...
        >>> [(need.name, need.optional) for need in Provider.of(cac).needs]
        [('spend', False), ('lag', True)]
        """
        needs = []
        for parameter in inspect.signature(function).parameters.values():
            optional = parameter.default is not inspect.Parameter.empty
            needs.append(Need(parameter.name, optional, parameter.default if optional else None))
        return cls(name or str(getattr(function, "__name__", "")), function, tuple(needs))


def provider(function: F) -> F:
    """Mark a function of facts/ or derive/ as something others may ask for by its name."""
    function.__revcore_provider__ = True  # type: ignore[attr-defined]
    return function


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every public module of a package, in order of name; names beginning with _ are helpers."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if not found.name.startswith("_") and not found.ispkg:
            yield importlib.import_module(f"{package.__name__}.{found.name}")


def providers(*packages: ModuleType) -> dict[str, Provider]:
    """All marked functions of some rooms.

    Raises
    ------
    HalfMade
        Two functions have the same name.
    """
    out: dict[str, Provider] = {}
    for package in packages:
        for module in modules(package):
            for name, function in vars(module).items():
                mine = getattr(function, "__module__", None) == module.__name__
                if not (mine and getattr(function, "__revcore_provider__", False)):
                    continue
                if name in out:
                    raise HalfMade(
                        f"{module.__name__} offers “{name}”, which another file offers too.",
                        fix="Give one of them another name.",
                    )
                out[name] = Provider.of(function)
    return out


def declared(package: ModuleType, mark: str, what: str) -> dict[str, Any]:
    """What each file of a catalogue declares: the function named as its file, by its ``mark``.

    Raises
    ------
    HalfMade
        A file declares nothing, or under another name than its own.
    """
    found: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if info.name.startswith("_") or info.name == "catalogue":
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        entry = getattr(getattr(module, info.name, None), mark, None)
        if entry is None:
            raise HalfMade(
                f"{package.__name__.replace('.', '/')}/{info.name}.py declares no {what} called "
                f"“{info.name}”.",
                fix=f"Name the function as the file and put @{what}(…) above it.",
            )
        found[info.name] = entry
    return found


@dataclass
class Asker:
    """Answers names from given values and providers; each is worked out once.

    The name ``at`` is always known: ``at(as_of, span)`` asks the same questions at another month.

    >>> def double(x): return 2 * x
    >>> ask = Asker({"double": Provider.of(double)}, {"x": 3})
    >>> ask("double")
    6
    >>> ask.child(x=4)("double")
    8
    """

    providers: Mapping[str, Provider]
    values: Mapping[str, Any]
    parent: Asker | None = None
    overridden: frozenset[str] = frozenset()
    _memo: dict[str, Any] = field(default_factory=dict)
    _roots: dict[str, frozenset[str]] = field(default_factory=dict)
    _asking: list[str] = field(default_factory=list)
    _children: dict[tuple[int, int | None], Asker] = field(default_factory=dict)

    def __call__(self, name: str) -> Any:
        """The value behind a name.

        Raises
        ------
        NotComputable
            Something it needs is missing; the sentence says what.
        """
        if name == "at":
            return self.at
        if name in self.values:
            return _or_raise(self.values[name])
        if name in self._memo:
            return _or_raise(self._memo[name])
        if name not in self.providers:
            raise HalfMade(f"Nothing offers “{name}”.", fix="Check the argument's spelling.")
        if self.parent is not None and not (self.roots(name) & self.overridden):
            return self.parent(name)
        if name in self._asking:
            circle = " → ".join([*self._asking, name])
            raise HalfMade(f"These need each other: {circle}.", fix="Break the circle.")
        self._asking.append(name)
        try:
            value = self.call(self.providers[name])
        except NotComputable as reason:
            value = reason
        finally:
            self._asking.pop()
        self._memo[name] = value
        return _or_raise(value)

    def call(self, wanted: Provider) -> Any:
        """Call a function with what it asks for."""
        arguments = {}
        for need in wanted.needs:
            try:
                arguments[need.name] = self(need.name)
            except NotComputable as reason:
                if not need.optional:
                    raise
                arguments[need.name] = reason if need.default is REASON else need.default
        return wanted.function(**arguments)

    def child(self, **overrides: Any) -> Asker:
        """The same questions under other values; what does not depend on them is shared."""
        return Asker(
            self.providers,
            {**self.values, **overrides},
            parent=self,
            overridden=frozenset(overrides),
            _roots=self._roots,
        )

    def at(self, as_of: int, span: int | None) -> Asker:
        """The same questions at another month and look-back; each child is made once."""
        if self.values.get("as_of") == as_of and self.values.get("span") == span:
            return self
        if self.parent is not None and "as_of" in self.overridden:
            return self.parent.at(as_of, span)
        key = (as_of, span)
        if key not in self._children:
            self._children[key] = self.child(as_of=as_of, span=span)
        return self._children[key]

    def roots(self, name: str) -> frozenset[str]:
        """Every name something depends on, itself included."""
        if name not in self._roots:
            self._roots[name] = frozenset({name})
            found = {name}
            for need in self.providers[name].needs if name in self.providers else ():
                found |= self.roots(need.name)
            self._roots[name] = frozenset(found)
        return self._roots[name]


def _or_raise(value: Any) -> Any:
    if isinstance(value, NotComputable):
        raise value
    return value
