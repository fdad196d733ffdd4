#include "pouch/format/bdo_series.hpp"

#include "pouch/base/error.hpp"

#include <algorithm>

namespace pouch::format {

namespace {

/// Characters of a URI that stand for themselves in an attribute, whatever quotes it has.
bool is_plain(std::string_view uri)
{
    return std::all_of(uri.begin(), uri.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '.' || c == '_' || c == '~' || c == '%' || c == '/';
    });
}

bool is_same_but_for_reference(const Bdo& a, const Bdo& b)
{
    return a.originator == b.originator && a.alternatives == b.alternatives &&
           a.content_type == b.content_type && a.has_signature == b.has_signature;
}

} // namespace

BdoSeries::Item BdoSeries::read(ByteView document)
{
    const auto text = as_text(document);
    for (std::size_t i = 0; document.size() <= bdo_limit && i < shapes_.size(); ++i) {
        const auto& shape = shapes_[i];
        const auto around = shape.before + shape.after;
        if (text.size() <= around) continue;
        const auto at =
            shape.forms.find(digest_of(text.substr(0, shape.before), text.substr(text.size() - shape.after)));
        if (at == shape.forms.end()) continue;
        if (const auto uri = reference_in(*forms_[at->second], text))
            return {at->second, &forms_[at->second]->bdo, *uri};
    }
    other_ = read_bdo(document);
    if (forms_.size() < form_limit) {
        if (auto form = form_of(text, other_)) {
            keep(std::move(*form));
            return {forms_.size() - 1, &forms_.back()->bdo, other_.data_uri};
        }
    }
    return {std::nullopt, &other_, other_.data_uri};
}

std::size_t BdoSeries::digest_of(std::string_view before, std::string_view after)
{
    const std::hash<std::string_view> digest;
    return digest(before) * 31 + digest(after);
}

void BdoSeries::keep(Form form)
{
    auto shape = std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& one) {
        return one.before == form.before.size() && one.after == form.after.size();
    });
    if (shape == shapes_.end()) shape = shapes_.insert(shape, {form.before.size(), form.after.size(), {}});
    shape->forms.emplace(digest_of(form.before, form.after), forms_.size());
    forms_.push_back(std::make_unique<const Form>(std::move(form)));
}

std::optional<std::string_view> BdoSeries::reference_in(const Form& form, std::string_view text) const
{
    const auto around = form.before.size() + form.after.size();
    if (text.size() <= around || !text.ends_with(form.after) || !text.starts_with(form.before))
        return std::nullopt;
    const auto uri = text.substr(form.before.size(), text.size() - around);
    return is_plain(uri) ? std::optional(uri) : std::nullopt;
}

std::optional<BdoSeries::Form> BdoSeries::form_of(std::string_view text, const Bdo& bdo)
{
    const auto at = text.rfind(bdo.data_uri);
    if (bdo.data_uri.empty() || at == std::string_view::npos) return std::nullopt;
    Form form{std::string(text.substr(0, at)), std::string(text.substr(at + bdo.data_uri.size())), bdo};
    for (const std::string other : {"./first", "./other"}) {
        try {
            const auto twin = read_bdo(as_bytes(form.before + other + form.after));
            if (twin.data_uri != other || !is_same_but_for_reference(twin, bdo)) return std::nullopt;
        } catch (const Error&) {
            return std::nullopt; // the place is none; the document itself was read
        }
    }
    return form;
}

} // namespace pouch::format
