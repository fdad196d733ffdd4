#include "fuzz/gate.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/format/bdo_insertion.hpp"
#include "pouch/format/bdo_series.hpp"
#include "pouch/format/clearance_file.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/spif.hpp"
#include "pouch/io/file.hpp"
#include "pouch/label/translate.hpp"
#include "pouch/stage/judge_labels.hpp"

#include <algorithm>
#include <string>

namespace pouch::fuzz {

namespace {

constexpr Instant at{1780000000};

Bytes sample(const std::string& name)
{
    return io::read_small_file(POUCH_SOURCE_DIR "/lib/policies/" + name, format::spif_limit);
}

const label::Policy& nato()
{
    static const auto policy = format::read_spif(sample("nato-sample.spif.xml"));
    return policy;
}
const label::Policy& rok()
{
    static const auto policy = format::read_spif(sample("rok-sample.spif.xml"));
    return policy;
}

void demand(bool holds, const char* what)
{
    if (!holds) throw bug("{}", what);
}

/// What `read` makes of the bytes; nothing if it refuses them.
template <typename Read> auto loaded(Read read) -> std::optional<decltype(read())>
{
    try {
        return read();
    } catch (const Error& error) {
        if (error.fault() == Fault::bug) throw;
        return std::nullopt;
    }
}

std::optional<label::Label> said_in(const label::Policy& from, const label::Label& label,
                                    const label::Policy& to)
{
    std::optional<label::Label> made;
    for (const auto direction : {label::Direction::sending, label::Direction::receiving}) {
        auto result = label::translate(from, label, to, direction, at, label::Mode::created);
        demand(result.label.has_value() == result.findings.empty(),
               "a translation with findings, or none without");
        if (!result.label) continue;
        demand(label::findings_of(to, *result.label, at, label::Mode::created).empty(),
               "an invalid translation");
        made = std::move(result.label);
    }
    return made;
}

void translate_own_labels(const label::Policy& policy)
{
    constexpr std::size_t most = 16;
    for (const auto& one : policy.classes) {
        label::Label label;
        label.policy_id = policy.id;
        label.policy_name = policy.name;
        label.classification = one.name;
        label.review = at;
        static_cast<void>(said_in(policy, label, rok()));
        static_cast<void>(said_in(policy, label, nato()));
        std::vector<label::CategoryRef> refs;
        for (const auto& set : policy.tag_sets) {
            for (const auto& tag : set.tags) {
                if (tag.kind && !tag.categories.empty() && refs.size() < most) {
                    refs.push_back({&set, &tag, &tag.categories.front()});
                }
            }
        }
        label.categories = label::categories_of(std::move(refs), policy);
        static_cast<void>(said_in(policy, label, rok()));
        static_cast<void>(said_in(policy, label, nato()));
    }
}

} // namespace

void clearance_file(ByteView bytes)
{
    const auto direct = loaded([&] { return format::read_clearance(bytes); });
    auto claim = to_base64(bytes, Padding::none);
    std::replace(claim.begin(), claim.end(), '+', '-');
    std::replace(claim.begin(), claim.end(), '/', '_');
    const auto by_claim = loaded([&] { return format::read_clearance_file(as_bytes(claim)); });
    demand(direct == by_claim, "a claim says something else than its XML");
    static_cast<void>(format::read_clearance_file(bytes));
}

void translate(ByteView bytes)
{
    if (const auto policy = loaded([&] { return format::read_spif(bytes); }))
        return translate_own_labels(*policy);
    if (const auto label = loaded([&] { return format::read_label(bytes); })) {
        static_cast<void>(said_in(nato(), *label, rok()));
        static_cast<void>(said_in(rok(), *label, nato()));
        return;
    }
    const auto bdo = format::read_bdo(bytes);
    auto made = said_in(nato(), bdo.originator, rok());
    if (!made) made = said_in(rok(), bdo.originator, nato());
    if (!made) return;
    if (!made->review && !made->succession) made->review = at;
    const auto both = format::read_bdo(format::insertion_of(bytes, bdo, *made).into(bytes));
    demand(both.originator == bdo.originator && both.alternatives.size() == bdo.alternatives.size() + 1,
           "a label has changed");
}

void bdo_series(ByteView bytes)
{
    const auto alone = format::read_bdo(bytes);
    format::BdoSeries series;
    for (int i = 0; i < 2; ++i) {
        const auto item = series.read(bytes);
        demand(item.bdo->originator == alone.originator && item.data_uri == alone.data_uri,
               "a series reads another label");
    }
    std::string other(as_text(bytes));
    const auto place = other.rfind(alone.data_uri);
    if (alone.data_uri.empty() || place == std::string::npos) return;
    other.replace(place, alone.data_uri.size(), "./other");
    const auto next = loaded([&] { return format::read_bdo(as_bytes(other)); });
    const auto again = loaded([&] {
        const auto item = series.read(as_bytes(other));
        return std::pair(item.bdo->originator, std::string(item.data_uri));
    });
    demand(next.has_value() == again.has_value(),
           "a series reads what the reader refuses, or refuses what it reads");
    if (next)
        demand(next->originator == again->first && next->data_uri == again->second,
               "a series reads another label");
}

void judge_bdo(ByteView bytes)
{
    const auto bdo = format::read_bdo(bytes);
    for (const auto* name : {"kor.clearance.xml", "nato-member.clearance.xml", "rok-member.clearance.xml"}) {
        stage::LabelDemand wanted;
        wanted.policies = {nato(), rok()};
        wanted.clearance = format::read_clearance(sample(name));
        wanted.at = at;
        std::vector<stage::Explanation> told;
        wanted.when_judged = [&](const stage::Explanations& all) { told = all.labels(); };
        const auto remarks = loaded([&] { return stage::judge_bdo(bdo, wanted); });
        if (told.size() == 1)
            demand(remarks.has_value() == told.front().passes(), "told is not what was judged");
        for (const auto& one : told) {
            for (const auto& finding : one.findings) {
                demand(!finding.value.empty() && !finding.rule.empty() && !finding.remedy.empty(),
                       "a finding at the gate is not explained");
            }
        }
    }
}

} // namespace pouch::fuzz
