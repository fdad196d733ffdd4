#include "pouch/stage/content_findings.hpp"

#include <fmt/core.h>

namespace pouch::stage {

namespace {

constexpr std::size_t most_places = 20; ///< That are named, of one kind in one document.

struct Wording {
    const char* reason;
    const char* sentence;
};

/// By MarkFault; `{}` is the marking of the label.
constexpr std::array<Wording, 3> wordings{{
    {"portion.above", "a portion marked above the label '{}'"},
    {"portion.unknown", "a portion mark that the policy does not know, or that is not where or as marks are"},
    {"portion.banner", "a page marking that is not that of the label, '{}'"},
}};

std::string joined(const MarkFaults::Kind& kind)
{
    std::string text;
    for (const auto& place : kind.places) text += (text.empty() ? "" : "; ") + place;
    if (kind.count > kind.places.size())
        text += fmt::format("; and {} more", kind.count - kind.places.size());
    return text;
}

} // namespace

void MarkFaults::add(redact::MarkFault fault, const std::string& place)
{
    auto& kind = kinds_.at(static_cast<std::size_t>(fault));
    if (kind.count > 0 && kind.last == place) return;
    kind.last = place;
    if (++kind.count <= most_places) kind.places.push_back(place);
}

void ContentFindings::add(std::string_view path, std::string_view reason, std::string_view sentence)
{
    if (++count_ <= most_named)
        found_.push_back({std::string(reason), fmt::format("{}: {}", path, sentence)});
}

void ContentFindings::add(std::string_view path, const MarkFaults& faults, const std::string& marking)
{
    for (std::size_t i = 0; i < wordings.size(); ++i) {
        const auto& kind = faults.kinds()[i];
        if (kind.count == 0) continue;
        add(path, wordings.at(i).reason,
            fmt::format("{}: {}", joined(kind), fmt::format(fmt::runtime(wordings.at(i).sentence), marking)));
    }
}

void ContentFindings::throw_if_any() const
{
    if (count_ == 0) return;
    const auto& first = found_.front();
    if (count_ == 1) throw Error(Fault::policy, first.reason, first.sentence);
    std::vector<std::string> details;
    for (const auto& one : found_) details.push_back(fmt::format("{} ({})", one.sentence, one.reason));
    if (count_ > most_named) details.push_back(fmt::format("and {} more", count_ - most_named));
    throw Error(Fault::policy, first.reason,
                fmt::format("the content does not agree with its labels: {} findings", count_))
        .with_details(std::move(details));
}

} // namespace pouch::stage
