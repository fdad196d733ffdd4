// encrypt: encrypt for age recipients, decrypt, make keys. Manual: man/pouch-encrypt.1
#include "pouch/stage/encrypt.hpp"

#include "pouch/base/error.hpp"
#include "pouch/base/ordered.hpp"
#include "pouch/base/time.hpp"
#include "pouch/cli/progress.hpp"
#include "pouch/cli/run.hpp"
#include "pouch/cli/values.hpp"
#include "pouch/crypto/libcrypto.hpp"
#include "pouch/stage/decrypt.hpp"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace {

using namespace pouch;

struct Options {
    std::vector<std::string> recipients;
    std::vector<std::string> recipient_files;
    std::vector<std::string> identity_files;
    bool decrypt = false;
    bool keygen = false;
    bool raw = false;
    bool allow_empty = false;
    std::size_t threads = available_threads();
};

/// The options that were given, as far as not every mode takes them.
struct Given {
    cli::App& app;

    void refuse_with(std::string_view mode, std::initializer_list<const char*> options) const
    {
        for (const auto* option : options) {
            if (app.count(option) > 0)
                throw usage_error("usage", "{} and {} exclude each other", option, mode);
        }
    }
};

/// What may not go together, and what must be there.
void check_usage(const Given& given, const Options& options, const cli::Streams& streams)
{
    if (options.keygen) {
        given.refuse_with("--keygen", {"--recipient", "--recipients-file", "--decrypt", "--identity", "--raw",
                                       "--allow-empty", "--threads", "--force", "FILE"});
    } else if (options.decrypt) {
        given.refuse_with("--decrypt", {"--recipient", "--recipients-file", "--raw", "--allow-empty"});
        if (options.identity_files.empty()) {
            throw usage_error("usage", "nothing to decrypt with")
                .with_hint("-i IDENTITY names a secret key file");
        }
    } else {
        if (!options.identity_files.empty()) throw usage_error("usage", "--identity needs --decrypt");
        if (options.recipients.empty() && options.recipient_files.empty()) {
            throw usage_error("usage", "no recipient")
                .with_hint("-r RECIPIENT or -R FILE to encrypt, -d to decrypt");
        }
    }
    const auto& files = options.recipient_files;
    const auto uses = std::count(files.begin(), files.end(), "-") + (streams.input == "-" ? 1 : 0);
    if (uses > 1) throw usage_error("usage", "standard input cannot serve twice");
}

std::vector<format::AgeRecipient> read_recipients(const Options& options)
{
    std::vector<format::AgeRecipient> recipients;
    for (const auto& text : options.recipients) {
        try {
            recipients.push_back(format::parse_age_recipient(text));
        } catch (const Error& error) {
            throw error.in("-r");
        }
    }
    for (const auto& path : options.recipient_files) {
        const auto text = io::read_small_file(path, format::age_recipients_file_limit);
        try {
            for (auto& one : format::parse_age_recipients(as_text(text))) recipients.push_back(one);
        } catch (const Error& error) {
            throw error.in(path);
        }
    }
    return recipients;
}

std::vector<format::AgeIdentity> read_identities(const Options& options)
{
    std::vector<format::AgeIdentity> identities;
    for (const auto& path : options.identity_files) {
        const auto text = io::read_secret_file(path, format::age_identity_file_limit);
        try {
            for (auto& one : format::parse_age_identities(text.expose()))
                identities.push_back(std::move(one));
        } catch (const Error& error) {
            throw error.in(path);
        }
    }
    return identities;
}

void generate_key(const cli::Streams& streams, const cli::Common& common)
{
    const auto created = format_rfc3339(now());
    const auto out = streams.open_output(cli::Streams::Content::text, nullptr, true);
    const auto status = io::status_of(out->descriptor(), out->name());
    if (S_ISREG(status.st_mode) && (status.st_mode & 077U) != 0) {
        common.warn("key.mode", "group or others can read this secret key");
    }
    const bool is_terminal = ::isatty(out->descriptor()) == 1;
    common.lock({{}, {}, cli::directories_of({streams.output})});
    const auto identity = format::AgeIdentity::generate();
    out->write(format::age_identity_file(identity, created).expose());
    out->commit();
    const auto line = fmt::format("Public key: {}", format::to_text(identity.recipient));
    if (common.json) {
        common.note(line);
    } else if (!is_terminal) {
        std::fputs((line + "\n").c_str(), stderr); // the key is there, and names its recipient itself
    }
}

void run_filter(const Options& options, const cli::Streams& streams, const cli::Common& common)
{
    cli::refuse_overwriting({streams.output}, options.identity_files);
    cli::refuse_overwriting({streams.output}, options.recipient_files);
    const auto identities = read_identities(options);
    const auto recipients = read_recipients(options);
    const auto in = streams.open_input();
    const auto out = streams.open_output(cli::Streams::Content::binary, in.get(), options.decrypt);
    (void)crypto::libcrypto(); // is loaded from a file
    common.lock({{}, {}, cli::directories_of({streams.output})});
    cli::Progress progress(common, options.decrypt ? "decrypted" : "encrypted");
    const auto counted = progress.counted(*in);
    if (options.decrypt) {
        common.step(fmt::format("decrypting {} with {} identities", in->name(), identities.size()));
        stage::decrypt(*counted, *out, identities, options.threads);
    } else {
        common.step(fmt::format("encrypting {} to {} recipients", in->name(), recipients.size()));
        stage::encrypt(*counted, *out, recipients,
                       {options.threads, options.raw ? stage::BundleRule::off : stage::BundleRule::enforced,
                        options.allow_empty ? stage::EmptyInput::allowed : stage::EmptyInput::refused});
    }
    out->commit();
}

} // namespace

int main(int argc, char** argv)
{
    Options options;
    cli::Common common;
    cli::Streams streams;

    cli::App app("Encrypt for age recipients, or decrypt.", "encrypt");
    common.declare(app, "age v1 (X25519)");
    app.add_repeated("-r,--recipient", options.recipients, "Encrypt to RECIPIENT, age1... (repeats)")
        ->type_name("RECIPIENT");
    app.add_repeated("-R,--recipients-file", options.recipient_files,
                     "Encrypt to the recipients in FILE (repeats)")
        ->type_name("FILE");
    app.add_flag("-d,--decrypt", options.decrypt, "Decrypt");
    app.add_repeated("-i,--identity", options.identity_files,
                     "Decrypt with the secret keys in FILE (repeats)")
        ->type_name("FILE");
    app.add_flag("--keygen", options.keygen, "Make a new secret key");
    cli::command_line_only({
        app.add_flag("--raw", options.raw, "Do not demand that a bundle is whole"),
        app.add_flag("--allow-empty", options.allow_empty, "Encrypt empty input"),
    });
    app.add_option("--threads", options.threads, "Worker threads")->type_name("N")->range(1, 256);
    streams.declare(app);

    return cli::run(app, common, argc, argv, [&] {
        check_usage({app}, options, streams);
        if (options.keygen) {
            generate_key(streams, common);
        } else {
            run_filter(options, streams, common);
        }
    });
}
