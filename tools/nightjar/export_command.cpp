#include "tools/nightjar/export_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>

#include "alerts/base64.hpp"
#include "alerts/case_bundle.hpp"
#include "config/shown_site_text.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/journal_here.hpp"
#include "tools/nightjar/terminal_text.hpp"
#include "tools/nightjar/worker_record.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct ExportWords {
  std::string alert, out, verify;
  std::vector<std::string> heads;
};

/// The file that came in parts; nullopt where it is not whole.
std::optional<std::string> joined(const DeskReply& reply) {
  std::string bytes;
  for (const Json& item : reply.items) {
    const auto part = bytes_of_base64(item.value("base64", ""));
    if (!part) return std::nullopt;
    bytes += *part;
  }
  if (hex(sha256(bytes)) != reply.fields.value("sha256", "")) return std::nullopt;
  return bytes;
}

int write_out(const ExportWords& words, const std::string& tar) {
  std::ofstream file(words.out, std::ios::binary);
  file << tar;
  file.close();
  if (!file) {
    fmt::print(stderr, "export: {}: cannot be written\n", printable(words.out));
    return 1;
  }
  const BundleSoundness sound = check_case_bundle(tar);
  for (const std::string& note : sound.notes) fmt::print("note: {}\n", printable(note));
  for (const std::string& finding : sound.findings) fmt::print(stderr, "{}\n", printable(finding));
  fmt::print("{}: {}\n", printable(words.out), printable(sound.summary));
  return sound.findings.empty() ? 0 : 1;
}

int no_such_alert(const DeskOrder& order, const ExportWords& words, const std::string& error) {
  fmt::print(stderr, "export: {}\n",
             error.empty() || error.starts_with("alert: no ")
                 ? fmt::format("no alert \"{}\" on the channels of {}", printable(words.alert), order.site)
                 : printable(error));
  return 1;
}

int export_here(const DeskOrder& order, const ExportWords& words, const std::vector<DeskTarget>& desks,
                const DeskSilence& silence) {
  return with_journal_here("export", order, silence, [&](Journal& journal) {
    JournalReader reader(journal.folder());
    for (const DeskTarget& desk : desks) {
      if (!journal.has_alert(desk.channel, words.alert)) continue;
      if (const auto missing = reasons_missing({desk}, order); !missing.empty()) return refuse_order(missing);
      journal.note(record_here(order, desk, "export", words.alert, "exported"));
      const BundleOrder bundle_order{desk.channel,
                                     words.alert,
                                     order.person,
                                     reason_at(desk, order),
                                     software_name(),
                                     now_here(),
                                     [&](std::string_view text) { return site_text_on(desk.channel, text); }};
      const CaseBundle bundle = make_case_bundle(reader, bundle_order);
      if (!bundle.fault.empty()) return no_such_alert(order, words, bundle.fault);
      return write_out(words, tar_of(bundle.items, bundle_order.now));
    }
    return no_such_alert(order, words, "");
  });
}

int export_alert(const DeskOrder& order, const ExportWords& words) {
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  try {
    std::string error;
    for (const DeskTarget& desk : targets.desks) {
      const DeskReply reply = ask_desk(desk, order, {{"do", "export"}, {"alert", words.alert}});
      if (!reply.ok) {
        if (!reply.error.starts_with("alert: no ")) error = reply.error;
        continue;
      }
      if (const auto tar = joined(reply)) return write_out(words, *tar);
      fmt::print(stderr, "export: what the worker sent is not whole\n");
      return 1;
    }
    return no_such_alert(order, words, error);
  } catch (const DeskSilence& silence) {
    return export_here(order, words, targets.desks, silence);
  }
}

int verify(const ExportWords& words) {
  std::vector<NotedHead> heads;
  for (const std::string& text : words.heads) {
    const auto head = noted_head(text);
    if (!head)
      return refuse_order({fmt::format("--head: found \"{}\", expected CHANNEL:SEQ:HEX", printable(text))});
    heads.push_back(*head);
  }
  std::ifstream file(words.verify, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file) return refuse_order({fmt::format("{}: cannot be read", printable(words.verify))});
  const BundleSoundness sound = check_case_bundle(bytes.str(), heads);
  for (const std::string& note : sound.notes) fmt::print("note: {}\n", printable(note));
  for (const std::string& finding : sound.findings)
    fmt::print("{}: {}\n", printable(words.verify), printable(finding));
  fmt::print("{}: {}{}{}\n", printable(words.verify), sound.findings.empty() ? "sound" : "NOT SOUND",
             sound.summary.empty() ? "" : "; ", printable(sound.summary));
  return sound.findings.empty() ? 0 : 1;
}

}  // namespace

void add_export_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("export", "One alert with all that proves it, in a file; or the proof");
  const auto order = add_desk_order(*command, ReasonNeeded::on_restricted);
  const auto words = std::make_shared<ExportWords>();
  command->get_option("SITE")->required(false);
  command->add_option("ALERT", words->alert, "The alert, 16 hex digits");
  command->add_option("--out", words->out, "The file to write, a POSIX tar");
  command->add_option("--verify", words->verify, "Prove this file instead; needs no site and no worker");
  command->add_option("--head", words->heads, "With --verify: CHANNEL:SEQ:HEX, noted from a heartbeat");
  command->footer(
      "Asks the running worker; where none runs, the journal itself. Exit code: 0 done or proven, 1 refused "
      "or "
      "not as it was made, 2 wrong input.");
  command->callback([order, words, &exit_code] {
    if (!words->verify.empty()) {
      exit_code = order->site.empty() ? verify(*words) : refuse_order({"export: --verify takes no site"});
    } else if (order->site.empty() || words->alert.empty() || words->out.empty()) {
      exit_code = refuse_order({"export: expected SITE ALERT --out FILE, or --verify FILE"});
    } else {
      exit_code = export_alert(*order, *words);
    }
  });
}

}  // namespace nightjar
