#pragma once

/// Who may get an event of MISP or a part of one: the levels of `distribution` (MISP core format, draft-dulaunoy-misp-core).
namespace pouch::redact::misp {

enum class Distribution {
    organisation = 0,
    community = 1,
    connected = 2, ///< Communities that are connected to this one.
    all = 3,
    sharing_group = 4, ///< Those that a list names which is not in the document.
    inherit = 5,       ///< As what it is part of.
};

} // namespace pouch::redact::misp
