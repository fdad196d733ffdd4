#include "pouch/base/error.hpp"
#include "pouch/crypto/digest.hpp"
#include "pouch/format/confidentiality_label.hpp"

#include <fmt/core.h>

namespace pouch::format {

namespace {

Error unfit(std::string_view what)
{
    return usage_error("usage.label", "{}", what);
}

/// An escaped token that is not empty.
std::string token(std::string_view text, std::string_view what)
{
    const auto clean = xml_token(text);
    if (clean.empty()) throw usage_error("usage.label", "a label cannot have an empty {}", what);
    return xml_escaped(clean);
}

std::string uri_attribute(std::string_view oid)
{
    if (oid.empty()) return {};
    if (!is_oid(oid)) throw usage_error("usage.label", "'{}' is not an object identifier", oid);
    return fmt::format(" URI=\"urn:oid:{}\"", oid);
}

std::string edition_attribute(std::string_view edition)
{
    if (edition.empty()) return {};
    if (!crypto::digest_from_hex(crypto::Algorithm::sha256, edition)) {
        throw unfit("the edition of a policy is no SHA-256");
    }
    return fmt::format(" xmlns:edition=\"{}\" edition:sha256=\"{}\"", edition_ns, edition);
}

std::string_view type_of(label::TagKind kind)
{
    switch (kind) {
    case label::TagKind::restrictive:
        return "RESTRICTIVE";
    case label::TagKind::permissive:
        return "PERMISSIVE";
    case label::TagKind::informative:
        break;
    }
    return "INFORMATIVE";
}

/// Lines of XML, each indented.
class Lines {
  public:
    explicit Lines(std::size_t indent) : indent_(indent) {}

    template <typename... Args> void add(fmt::format_string<Args...> format, Args&&... args)
    {
        text.append(indent_, ' ');
        text += fmt::vformat(format, fmt::make_format_args(args...));
        text += '\n';
    }
    void in() { ++indent_; }
    void out() { --indent_; }

    std::string text;

  private:
    std::size_t indent_;
};

void write_content(const label::Label& label, Lines& lines)
{
    lines.add("<s4774:ConfidentialityInformation>");
    lines.in();
    lines.add("<s4774:PolicyIdentifier{}{}>{}</s4774:PolicyIdentifier>", uri_attribute(label.policy_id),
              edition_attribute(label.edition), token(label.policy_name, "policy name"));
    lines.add("<s4774:Classification>{}</s4774:Classification>",
              token(label.classification, "classification"));
    if (label.privacy_mark) {
        lines.add("<s4774:PrivacyMark>{}</s4774:PrivacyMark>", token(*label.privacy_mark, "privacy mark"));
    }
    for (const auto& category : label.categories) {
        if (category.values.empty()) throw unfit("a label cannot have a category without values");
        lines.add("<s4774:Category Type=\"{}\"{} TagName=\"{}\">", type_of(category.kind),
                  uri_attribute(category.tag_set_id), token(category.tag_name, "tag name"));
        lines.in();
        for (const auto& value : category.values) {
            lines.add("<s4774:GenericValue>{}</s4774:GenericValue>", token(value, "category value"));
        }
        lines.out();
        lines.add("</s4774:Category>");
    }
    lines.out();
    lines.add("</s4774:ConfidentialityInformation>");
    if (label.originator) {
        if (!label::is_originator_type(label.originator->type)) {
            throw usage_error("usage.label", "'{}' is not an originator type of STANAG 4774",
                              label.originator->type);
        }
        lines.add("<s4774:OriginatorID IDType=\"{}\">{}</s4774:OriginatorID>", label.originator->type,
                  token(label.originator->value, "originator"));
    }
    lines.add("<s4774:CreationDateTime>{}</s4774:CreationDateTime>", format_rfc3339(label.created));
    if (!label.succession || label.successor.empty()) return;
    lines.add("<s4774:SuccessionHandling>");
    lines.in();
    lines.add("<s4774:SuccessionDateTime>{}</s4774:SuccessionDateTime>", format_rfc3339(*label.succession));
    lines.add("<s4774:SuccessorConfidentialityLabel>");
    lines.in();
    write_content(label.successor.front(), lines);
    lines.out();
    lines.add("</s4774:SuccessorConfidentialityLabel>");
    lines.out();
    lines.add("</s4774:SuccessionHandling>");
}

} // namespace

std::string label_text(const label::Label& label, LabelRole role, std::size_t indent)
{
    const std::string_view name =
        role == LabelRole::originator ? "originatorConfidentialityLabel" : "alternativeConfidentialityLabel";
    if (label.succession.has_value() == label.successor.empty()) {
        throw unfit("a label has a succession time and a successor, or neither");
    }
    if (!label.review && !label.succession) throw unfit("a label needs a review date or a successor");
    const auto review =
        label.review ? fmt::format(" ReviewDateTime=\"{}\"", format_rfc3339(*label.review)) : std::string();
    Lines lines(indent);
    lines.add("<s4774:{} xmlns:s4774=\"{}\"{}>", name, label_ns, review);
    lines.in();
    write_content(label, lines);
    lines.out();
    lines.add("</s4774:{}>", name);
    return std::move(lines.text);
}

std::string write_label(const label::Label& label, LabelRole role)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + label_text(label, role, 0);
}

} // namespace pouch::format
