#pragma once
#include "pouch/redact/format_kind.hpp"

namespace pouch::redact {

/// How a text is written: its format, and what of that a target chooses. A format alone is one with its usual signs.
struct Syntax {
    Syntax(FormatKind of, char between_cells = ',') : kind(of), delimiter(between_cells) {}

    FormatKind kind;
    char delimiter; ///< Between the cells of CSV.
};

} // namespace pouch::redact
