#include "pouch/stage/label_document.hpp"

#include "pouch/base/error.hpp"
#include "pouch/format/checked_head.hpp"
#include "pouch/format/clearance_file.hpp"
#include "pouch/format/confidentiality_label.hpp"
#include "pouch/format/stored_frame.hpp"
#include "pouch/io/file.hpp"
#include "pouch/io/prefixed.hpp"
#include "pouch/label/dominance.hpp"
#include "pouch/label/new_label.hpp"
#include "pouch/label/same_label.hpp"
#include "pouch/label/validity.hpp"
#include "pouch/stage/embedded_label.hpp"

#include <algorithm>
#include <fmt/core.h>

namespace pouch::stage {

namespace {

/// Local name of the root element, whatever its namespace; empty if there is none.
std::string root_name(ByteView document)
{
    try {
        return format::read_xml(document).name;
    } catch (const Error& error) {
        throw Error(Fault::refused, error.reason() == "limit.size" ? "limit.size" : "label.malformed",
                    error.message());
    }
}

format::Head read_head(io::Source& in)
{
    format::Head head(format::read_stored_frame(in, format::default_head_limit));
    static_cast<void>(format::check_head(head));
    return head;
}

/// Why the label of one file does not let the bundle bear `whole`; nothing if it does.
std::optional<label::Finding> objection(const format::FileLabel& file, const label::Policy& policy,
                                        const label::Label& whole, Instant at)
{
    format::Bdo bdo;
    try {
        bdo = format::read_bdo(file.content);
    } catch (const Error& error) {
        throw error.in(file.path);
    }
    if (format::referenced_file(bdo.data_uri) != io::base_name_of(file.path)) {
        throw refused("label.reference", "{}: its label names {}, not this file", file.path, bdo.data_uri);
    }
    const auto* part = label_under(policy, bdo, at);
    if (part == nullptr) {
        return label::Finding{"label.other-policy",
                              fmt::format("{}: has no label in policy '{}'", file.path, policy.name)};
    }
    const auto findings = label::findings_of(policy, *part, at, label::Mode::existing);
    if (!findings.empty()) {
        return label::Finding{findings.front().reason,
                              fmt::format("{}: {}", file.path, findings.front().sentence)};
    }
    const auto* today = label_under(policy, bdo, std::min(at, system_now()));
    if (today == nullptr) {
        return label::Finding{
            "label.other-policy",
            fmt::format("{}: has no label in policy '{}' until it is succeeded", file.path, policy.name)};
    }
    const auto before = labels_until(*today, at);
    const bool is_above = std::all_of(before.begin(), before.end(), [&](const label::Label* one) {
        return label::dominates(policy, whole, *one);
    });
    if (is_above && label::dominates(policy, whole, *part)) return std::nullopt;
    return label::Finding{
        "label.dominance",
        fmt::format("{}: its label admits fewer readers than the new label of the bundle", file.path)};
}

void judge_files(const format::Head& head, const label::Policy& policy, const label::Label& whole, Instant at)
{
    std::vector<label::Finding> objections;
    for (const auto& file : head.file_labels()) {
        if (auto found = objection(file, policy, whole, at)) objections.push_back(std::move(*found));
    }
    if (objections.empty()) return;
    const auto& first = objections.front();
    const Error error(Fault::policy, first.reason, first.sentence);
    if (objections.size() == 1) throw error;
    std::vector<std::string> details;
    for (const auto& one : objections) details.push_back(one.sentence);
    throw Error(
        Fault::policy, first.reason,
        fmt::format("the labels of {} files do not allow this label of the bundle", objections.size()))
        .with_details(std::move(details));
}

Error downgrade(std::string_view why)
{
    return not_allowed("label.downgrade", "{}", why).with_hint("--downgrade, if that is meant");
}

} // namespace

bool begins_as_zstd(ByteView start)
{
    constexpr std::size_t magic_size = 4;
    return start.size() >= magic_size &&
           std::equal(start.begin(), start.begin() + magic_size, format::stored_frame_start.begin());
}

LabelDocument read_label_document(io::Source& in)
{
    Bytes start(carrier_reach);
    start.resize(io::read_up_to(in, start).size());
    const bool is_zstd = begins_as_zstd(start);
    const bool is_carrier = may_carry_label(start);
    io::PrefixedSource whole(std::move(start), in);
    if (is_zstd) return read_head(whole);
    if (is_carrier) {
        auto label = read_embedded_label(whole);
        if (!label) throw not_allowed("label.missing", "the document has no label in it");
        return *std::move(label);
    }

    const auto document = io::read_all(whole, format::bdo_limit);
    if (format::is_clearance_claim(document)) return format::read_clearance_file(document);
    const auto root = root_name(document);
    if (root == "BindingInformation") return format::read_bdo(document);
    if (root == "ConfidentialityClearance") return format::read_clearance(document);
    return format::read_label(document);
}

const label::Label* label_under(const label::Policy& policy, const format::Bdo& bdo, Instant at)
{
    const auto& original = label::label_at(bdo.originator, at);
    if (label::is_under(policy, original)) return &original;
    for (const auto& alternative : bdo.alternatives) {
        const auto& current = label::label_at(alternative, at);
        if (label::is_under(policy, current)) return &current;
    }
    return nullptr;
}

std::vector<const label::Label*> labels_from(const label::Label& label, Instant at)
{
    std::vector<const label::Label*> all = {&label::label_at(label, std::min(at, system_now()))};
    while (!all.back()->successor.empty()) all.push_back(&all.back()->successor.front());
    return all;
}

std::vector<const label::Label*> labels_until(const label::Label& label, Instant at)
{
    auto all = labels_from(label, at);
    const auto last = std::find(all.begin(), all.end(), &label::label_at(label, at));
    all.erase(last, all.end());
    return all;
}

Bytes sidecar_of(const label::Label& label, const std::string& path)
{
    const auto name = io::base_name_of(path);
    if (name.empty() || name == "." || name == "..") {
        throw usage_error("usage.file", "'{}' does not end in the name of a file", path);
    }
    format::Bdo bdo;
    bdo.originator = label;
    bdo.data_uri = format::reference_to(name);
    return format::write_bdo(bdo);
}

Bytes judged_label(const format::Head& head, const label::Policy& policy, const label::Label& label,
                   Instant at, Downgrade downgrade_rule)
{
    judge_files(head, policy, label, at);
    format::Bdo bdo;
    bdo.originator = label;
    bdo.data_uri = format::bundle_reference;
    if (!head.label() || downgrade_rule == Downgrade::allowed) return format::write_bdo(bdo);
    auto old = format::read_bdo(*head.label());
    // The originator's own label, and whatever is to succeed it: an alternative in our policy may be laxer.
    const auto all = labels_from(old.originator, at);
    for (const auto* before : all) {
        if (!label::is_under(policy, *before)) {
            throw downgrade(fmt::format("the bundle has a label in policy '{}', which cannot be compared",
                                        before->policy_name));
        }
        if (!label::dominates(policy, label, *before)) {
            throw downgrade("the new label admits readers whom the label of the bundle does not");
        }
    }
    if (!old.alternatives.empty() && !label::same_label(policy, *all.front(), label)) {
        throw downgrade(
            fmt::format("the bundle has an alternative label in policy '{}', which would be dropped",
                        old.alternatives.front().policy_name));
    }
    bdo.alternatives = std::move(old.alternatives);
    return format::write_bdo(bdo);
}

void label_bundle(io::Source& in, io::Sink& out, const label::Policy& policy, const label::Label& label,
                  Instant at, Downgrade downgrade_rule, bool drop_signatures)
{
    RelabelOptions options;
    options.drop_signatures = drop_signatures;
    options.label_for = [&](const format::Head& head) {
        return judged_label(head, policy, label, at, downgrade_rule);
    };
    relabel(in, out, options);
}

void strip_bundle(io::Source& in, io::Sink& out, Downgrade downgrade_rule, bool drop_signatures)
{
    RelabelOptions options;
    options.drop_signatures = drop_signatures;
    options.judge = [&](const format::Head& head) {
        if (!head.label()) throw not_allowed("label.missing", "the bundle has no label to take off");
        if (downgrade_rule == Downgrade::refused) {
            throw downgrade("without its label nothing limits who may read the bundle");
        }
    };
    relabel(in, out, options);
}

} // namespace pouch::stage
