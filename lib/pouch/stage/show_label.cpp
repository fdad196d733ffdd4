#include "pouch/stage/show_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/text.hpp"
#include "pouch/label/marking.hpp"
#include "pouch/label/portion.hpp"
#include "pouch/label/resolve.hpp"

#include <fmt/core.h>

namespace pouch::stage {

namespace {

std::string named(std::string_view name, std::string_view id)
{
    return id.empty() ? std::string(name) : fmt::format("{} ({})", name, id);
}

std::string joined(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& value : values) {
        const bool is_plain = value.find(',') == std::string::npos;
        text += fmt::format("{}{}", text.empty() ? "" : ", ", is_plain ? value : "'" + value + "'");
    }
    return text;
}

/// The marking at a location the SPIF calls `code`.
std::string marking_at(const label::Label& label, const std::string& code, const ShowOptions& options)
{
    if (code == "portionMarking") return portion_marking_of(*options.policy, label, options.language);
    const auto where = label::location_named(code == "pageTopBottom" ? "pageTop" : code);
    return marking_of(*options.policy, label, *where, options.language);
}
std::string marking_at(const label::Clearance& clearance, const std::string& code, const ShowOptions& options)
{
    const auto where = label::location_named(code == "pageTopBottom" ? "pageTop" : code);
    return marking_of(*options.policy, clearance, *where, options.language);
}

class Printer {
  public:
    explicit Printer(const ShowOptions& options) : options_(options) {}

    void operator()(const label::Label& label)
    {
        const auto& now = label_now(label);
        if (options_.policy != nullptr && !label::is_under(*options_.policy, now)) {
            throw other_policy(now.policy_name);
        }
        if (!only_marking(now)) fields(label, "label");
    }

    void operator()(const label::Clearance& clearance)
    {
        if (only_marking(clearance)) return;
        line("clearance", named(clearance.policy_name, clearance.policy_id));
        line("classifications", joined(clearance.classifications));
        categories(clearance.categories);
        if (options_.policy != nullptr) line("marking", marking_at(clearance, "pageBottom", options_));
    }

    void operator()(const format::Bdo& bdo) { bound(bdo, {bdo.data_uri}); }

    void operator()(const format::EmbeddedLabel& label)
    {
        line("embedded", label.where);
        bound(label.binding.bdo, label.binding.references);
    }

    void operator()(const format::Head& head)
    {
        if (!head.label()) throw not_allowed("label.missing", "the bundle has no label");
        line("bundle", head.id());
        (*this)(format::read_bdo(*head.label()));
        if (options_.location) return;
        for (const auto& file : head.file_labels()) {
            text_ += "\n";
            line("file", file.path);
            try {
                (*this)(format::read_bdo(file.content));
            } catch (const Error& error) {
                throw error.in(file.path);
            }
        }
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    void bound(const format::Bdo& bdo, const std::vector<std::string>& references)
    {
        if (options_.location) {
            only_marking(chosen(bdo));
            return;
        }
        fields(bdo.originator, "label");
        for (const auto& alternative : bdo.alternatives) fields(alternative, "alternative");
        for (const auto& uri : references) line("data", uri);
        if (bdo.has_signature) line("xml-signature", "present, not checked");
        if (options_.policy != nullptr) static_cast<void>(chosen(bdo));
    }

    void line(std::string_view key, std::string_view value)
    {
        if (!options_.location) text_ += fmt::format("{}: {}\n", key, shown(value));
    }

    [[nodiscard]] const label::Label& label_now(const label::Label& label) const
    {
        return label::label_at(label, options_.at);
    }

    [[nodiscard]] const label::Label& chosen(const format::Bdo& bdo) const
    {
        const auto* found = label_under(*options_.policy, bdo, options_.at);
        if (found != nullptr) return *found;
        throw other_policy(bdo.originator.policy_name);
    }

    [[nodiscard]] Error other_policy(const std::string& name) const
    {
        return not_allowed("label.other-policy",
                           "the label is in policy '{}', and has no alternative in '{}'", name,
                           options_.policy->name);
    }

    /// Prints the marking asked for; false if all is to be shown.
    template <typename Document> bool only_marking(const Document& document)
    {
        if (!options_.location) return false;
        text_ += escaped(marking_at(document, *options_.location, options_)) + "\n";
        return true;
    }

    void categories(const std::vector<label::Category>& all)
    {
        for (const auto& category : all) {
            line(name_of(category.kind), fmt::format("{}={}", named(category.tag_name, category.tag_set_id),
                                                     joined(category.values)));
        }
    }

    [[nodiscard]] std::string_view edition_note(const label::Label& label) const
    {
        if (options_.policy == nullptr || !label::is_under(*options_.policy, label)) return "";
        return label::is_of_edition(*options_.policy, label) ? " (this edition)" : " (another edition)";
    }

    void fields(const label::Label& label, std::string_view role)
    {
        line(role, named(label.policy_name, label.policy_id));
        if (!label.edition.empty())
            line("policy-sha256", fmt::format("{}{}", label.edition, edition_note(label)));
        line("classification", label.classification);
        categories(label.categories);
        if (label.privacy_mark) line("privacy-mark", *label.privacy_mark);
        if (label.originator) {
            line("originator", fmt::format("{}:{}", label.originator->type, label.originator->value));
        }
        line("created", format_rfc3339(label.created));
        if (label.review) {
            line("review", format_rfc3339(*label.review) + (*label.review <= options_.at ? " (due)" : ""));
        }
        if (label.succession && !label.successor.empty()) {
            const auto& next = label.successor.front();
            line("succession", fmt::format("{} to {} {}", format_rfc3339(*label.succession), next.policy_name,
                                           next.classification));
        }
        const auto& now = label_now(label);
        if (options_.policy == nullptr || !label::is_under(*options_.policy, now)) return;
        line("marking", marking_at(now, "pageBottom", options_));
        line("portion", marking_at(now, "portionMarking", options_));
        if (const auto color = color_of(*options_.policy, now); !color.empty()) line("color", color);
    }

    const ShowOptions& options_;
    std::string text_;
};

} // namespace

std::string show(const LabelDocument& document, const ShowOptions& options)
{
    if (options.location) {
        if (options.policy == nullptr) throw usage_error("usage.location", "--mark needs --policy");
        if (*options.location != "pageTopBottom" && !label::location_named(*options.location)) {
            throw usage_error("usage.location", "--mark: '{}' is not a location", *options.location)
                .with_hint(
                    "locations: pageTop pageBottom pageTopBottom documentStart documentEnd firstLineOfText "
                    "lastLineOfText subject xHeader portionMarking inputTitle waterMark");
        }
    }
    Printer printer(options);
    std::visit(printer, document);
    return printer.take();
}

} // namespace pouch::stage
