#include "pouch/stage/document_label.hpp"

#include "pouch/base/error.hpp"
#include "pouch/stage/check_label.hpp"

namespace pouch::stage {

LabelDemand demand_of(const redact::Rulebook& book)
{
    LabelDemand demand;
    if (book.policy) demand.policies.push_back(*book.policy);
    demand.clearance = book.clearance;
    demand.at = book.at;
    return demand;
}

std::size_t LabelledSource::read(MutableByteView out)
{
    const auto size = in_.read(out);
    if (size > 0) {
        reader_.feed(ByteView(out).first(size));
    } else if (!out.empty() && !is_judged_) {
        is_judged_ = true;
        judge();
    }
    return size;
}

void LabelledSource::drain()
{
    Bytes rest(std::size_t{1} << 16U);
    while (read(rest) > 0) {
    }
}

void LabelledSource::judge()
{
    try {
        if (auto label = reader_.finish(name_)) (void)check_label_document(std::move(*label), demand_);
    } catch (const Error& error) {
        throw error.in("the label in it");
    }
}

} // namespace pouch::stage
