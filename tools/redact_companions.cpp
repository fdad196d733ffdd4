// redact: the files beside its output.
#include "pouch/base/error.hpp"
#include "tools/redact_form.hpp"

namespace pouch::redact_tool {

namespace {

/// Two outputs under one name would destroy each other, and one over the input the input. `companions` may be empty.
void refuse_same_names(const std::vector<std::string>& companions, const std::string& output,
                       const io::FileSource& in)
{
    std::vector<std::string> taken;
    if (output != "-") taken.push_back(output);
    for (const auto& path : companions) {
        if (path.empty()) continue;
        for (const auto& other : taken) {
            if (io::is_same_name(path, other))
                throw usage_error("usage.same-file", "{}: would be written twice", path);
        }
        if (io::names_file_of(path, in.descriptor()))
            throw usage_error("usage.same-file", "{}: is both input and output", path);
        taken.push_back(path);
    }
}

io::FileSink& as_regular(io::FileSink& sink)
{
    if (sink.is_atomic()) return sink;
    throw usage_error("usage", "--ledger needs a regular file, not {}", sink.name());
}

} // namespace

Companions::Ledger::Ledger(const Options& options, io::Replace replace)
    : file(options.ledger, {replace, true}), sink(as_regular(file.sink()), options.recipients)
{
}

Companions::Companions(const Options& options, const std::string& output, const io::FileSource& in,
                       bool force)
    : record_path_(options.record)
{
    refuse_same_names({options.record, options.ledger}, output, in);
    const auto replace = force ? io::Replace::yes : io::Replace::no;
    if (!options.record.empty()) record_.emplace(options.record, io::SinkOptions{replace, false});
    if (!options.ledger.empty()) ledger_.emplace(options, replace);
}

void Companions::refuse_output(const io::FileSink& out) const
{
    if (record_ && io::leads_to(record_path_, out.descriptor()))
        throw usage_error("usage.same-file", "--record: {}: the output is there", record_path_);
}

void Companions::attach(stage::RedactOptions& options)
{
    if (ledger_) options.ledger.to = &ledger_->sink;
    options.before_end = [this](const std::string& record) {
        if (ledger_) ledger_->file.publish(ledger_->sink);
        if (!record_) return;
        record_->sink().write(as_bytes(record));
        record_->publish(record_->sink());
    };
}

void Companions::keep()
{
    if (record_) record_->keep();
    if (ledger_) ledger_->file.keep();
}

} // namespace pouch::redact_tool
