#include "pouch/redact/json/labels.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::redact::json {

Labels::Labels(const std::vector<std::string>& pointers, PortionJudge* judge) : judge_(judge)
{
    for (const auto& pointer : pointers) places_.add(PointerPattern(pointer));
    if (are_wanted() && judge == nullptr) throw refused("json.label", "there is nothing to judge labels by");
}

void Labels::read(std::string_view text, std::uint64_t origin, std::vector<Doubt>& doubts)
{
    containers_.clear();
    labelled_.clear();
    values_.clear();
    places_.reset();
    Reader reader(text, origin);
    for (auto token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
        switch (token.kind) {
        case TokenKind::key:
            places_.enter(decoded(text.substr(token.begin + 1, token.end - token.begin - 2)));
            continue;
        case TokenKind::object_end:
        case TokenKind::array_end: {
            const auto& ended = containers_.back();
            if (ended.label != RecordLabel::none) labelled_.push_back({ended.begin, ended.label});
            containers_.pop_back();
            break;
        }
        default:
            if (!containers_.empty() && !containers_.back().is_object)
                places_.enter(std::to_string(containers_.back().count));
            if (places_.is_match()) note(token, text, origin, doubts);
            if (token.kind == TokenKind::object_begin || token.kind == TokenKind::array_begin) {
                containers_.push_back({token.begin, token.kind == TokenKind::object_begin});
                continue;
            }
        }
        if (containers_.empty()) continue;
        ++containers_.back().count;
        places_.leave();
    }
    std::sort(labelled_.begin(), labelled_.end(),
              [](const Labelled& a, const Labelled& b) { return a.begin < b.begin; });
}

/// Takes note of the label that begins with `token`: of several that an object has, all must let it pass.
void Labels::note(const Token& token, std::string_view text, std::uint64_t origin, std::vector<Doubt>& doubts)
{
    const auto raw = text.substr(token.begin, token.end - token.begin);
    if (raw == "null") return;
    const auto object = std::find_if(containers_.rbegin(), containers_.rend(),
                                     [](const Container& container) { return container.is_object; });
    if (object == containers_.rend())
        throw refused("json.label", "byte {}: a label that is of no object", origin + token.begin);
    values_.push_back(token.begin);
    auto label = RecordLabel::readable;
    try {
        if (token.kind != TokenKind::string) throw unknown_label(origin + token.begin);
        label = record_label(decoded(raw.substr(1, raw.size() - 2)), *judge_, origin + token.begin);
    } catch (const Error& error) {
        add_doubt(doubts, object->begin, error);
    }
    object->label = std::max(object->label, label);
}

bool Labels::is_label(std::size_t begin) const
{
    return std::binary_search(values_.begin(), values_.end(), begin);
}

RecordLabel Labels::of(std::size_t begin) const
{
    const auto found = std::lower_bound(labelled_.begin(), labelled_.end(), begin,
                                        [](const Labelled& each, auto at) { return each.begin < at; });
    return found != labelled_.end() && found->begin == begin ? found->label : RecordLabel::none;
}

} // namespace pouch::redact::json
