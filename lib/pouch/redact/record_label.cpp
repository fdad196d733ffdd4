#include "pouch/redact/record_label.hpp"

namespace pouch::redact {

RecordLabel record_label(std::string_view text, PortionJudge& judge, std::uint64_t place)
{
    if (text.empty()) return RecordLabel::none;
    if (!judge.has_policy()) return RecordLabel::withheld;
    const auto verdict = judge.marking_verdict(text).value_or(PortionVerdict::unknown);
    if (verdict == PortionVerdict::unknown) throw unknown_label(place);
    return verdict == PortionVerdict::readable ? RecordLabel::readable : RecordLabel::withheld;
}

Error unknown_label(std::uint64_t place)
{
    return not_allowed("portion.unknown", "byte {}: a label that the policy does not know", place);
}

} // namespace pouch::redact
