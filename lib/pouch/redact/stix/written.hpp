#pragma once
#include "pouch/base/error.hpp"
#include "pouch/redact/rules.hpp"
#include "pouch/redact/scanner.hpp"

/// What the rules themselves write into bundles of STIX.
namespace pouch::redact::stix {

/// The faults, Fault::usage `rules.token`, of rules that find something in it.
[[nodiscard]] std::vector<Error> faults_of_written(const Target& target, const Scanner& scanner);

} // namespace pouch::redact::stix
