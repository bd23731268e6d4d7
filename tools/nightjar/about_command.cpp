#include "tools/nightjar/about_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>

#include "alerts/case_holds.hpp"
#include "alerts/record_duties.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/journal_here.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct AboutWords {
  std::string mark, file;
  bool erase = false;
};

std::string text_of(const Json& json, const char* name) {
  const auto found = json.is_object() ? json.find(name) : json.end();
  const bool text = json.is_object() && found != json.end() && found->is_string();
  return text ? printable(found->get<std::string>()) : "";
}

std::string words_of(const Json& item) {
  const std::string held = text_of(item, "held");
  if (held == "event") {
    const Json event = item.value("event", Json::object());
    const std::string kept = item.contains("case") ? ", held for case " + text_of(item, "case") : "";
    return fmt::format("alert {}  {}  {}  {}{}", text_of(item, "alert"), text_of(event, "event"),
                       text_of(event, "feed"), text_of(event, "captured_at"), kept);
  }
  if (held == "read")
    return fmt::format("kept read {}  {}  {}", text_of(item, "mark"), text_of(item, "feed"),
                       text_of(item, "first_seen"));
  if (held == "entry")
    return fmt::format("on {} until {}: {} {} by {}", text_of(item, "list"), text_of(item, "ends_at"),
                       text_of(item, "action"), text_of(item, "reason"), text_of(item, "person"));
  if (held == "hold")
    return fmt::format("held for case {} by {}", text_of(item, "case"), text_of(item, "person"));
  const Json record = item.value("record", Json::object());
  return fmt::format("audit: {}  {} by {}: {}", text_of(record, "at"), text_of(record, "what"),
                     text_of(record, "person"), text_of(record, "reason"));
}

int tell(const AboutWords& words, const std::vector<Json>& items) {
  if (!words.file.empty()) {
    std::ofstream file(words.file);
    for (const Json& item : items) file << item.dump(-1, ' ', true, Json::error_handler_t::replace) << "\n";
    file.close();
    if (!file) {
      fmt::print(stderr, "about: {}: cannot be written\n", printable(words.file));
      return 1;
    }
    fmt::print("{}: {} items\n", printable(words.file), items.size());
    return 0;
  }
  const std::string mark = displayed_mark(printable(bare_mark(words.mark)));
  if (items.empty()) fmt::print("{}: nothing is held\n", mark);
  for (const Json& item : items) fmt::print("{}  {}: {}\n", mark, text_of(item, "channel"), words_of(item));
  return 0;
}

int list_here(const DeskOrder& order, const AboutWords& words, const std::vector<DeskTarget>& desks,
              const DeskSilence& silence) {
  return with_journal_here("about", order, silence, [&](Journal& journal) {
    JournalReader reader(journal.folder());
    std::vector<Json> items;
    for (const DeskTarget& desk : desks) {
      journal.note(record_here(order, desk, "about", bare_mark(words.mark), "answered"));
      for (Json& item : held_on_mark(reader, desk.channel, folded_mark(words.mark))) {
        item["channel"] = desk.channel;
        items.push_back(std::move(item));
      }
    }
    return tell(words, items);
  });
}

int list(const DeskOrder& order, const AboutWords& words, const std::vector<DeskTarget>& desks) {
  std::vector<Json> items;
  for (const DeskTarget& desk : desks) {
    const DeskReply reply = ask_desk(desk, order, {{"do", "about"}, {"mark", words.mark}});
    if (!reply.ok) {
      fmt::print(stderr, "about: {}\n", printable(reply.error));
      return 1;
    }
    for (Json item : reply.items) {
      item["channel"] = desk.channel;
      items.push_back(std::move(item));
    }
  }
  return tell(words, items);
}

int erase(const DeskOrder& order, const AboutWords& words, const std::vector<DeskTarget>& desks) {
  for (const DeskTarget& desk : desks) {
    const DeskReply reply = ask_desk(desk, order, {{"do", "erase"}, {"mark", words.mark}});
    if (!reply.ok) {
      fmt::print(stderr, "about: {}: {}\n", printable(desk.channel), printable(reply.error));
      return 1;
    }
    fmt::print("{}: {}\n", printable(desk.channel), printable(reply.fields.value("outcome", "done")));
  }
  return 0;
}

int about(const DeskOrder& order, const AboutWords& words) {
  const auto subject = hold_subject(words.mark);
  if (!subject || !subject->of_mark)
    return refuse_order(
        {fmt::format("about: found \"{}\", expected a registration mark", printable(words.mark))});
  if (words.erase && !words.file.empty())
    return refuse_order({"about: --export and --erase exclude each other; export first"});
  const DeskTargets targets = desk_targets(order);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  if (words.erase && order.reason.empty())
    return refuse_order({"about: --erase: --reason is missing, expected why"});
  if (const auto missing = reasons_missing(targets.desks, order); !missing.empty())
    return refuse_order(missing);
  try {
    return words.erase ? erase(order, words, targets.desks) : list(order, words, targets.desks);
  } catch (const DeskSilence& silence) {
    return words.erase ? tell_silence("about", silence) : list_here(order, words, targets.desks, silence);
  }
}

}  // namespace

void add_about_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("about", "Everything that is held on one mark");
  const auto order = add_desk_order(*command, ReasonNeeded::on_restricted);
  const auto words = std::make_shared<AboutWords>();
  command->add_option("MARK", words->mark, "A registration mark")->required();
  command->add_option("--export", words->file, "Write it to this file, one JSON object a line");
  command->add_flag("--erase", words->erase,
                    "Erase it, but for what a case needs; the audit trail stays and says that it was erased");
  command->footer(
      "Asks the desks of the running worker; where none runs, lists what the journal holds. Exit code: 0 "
      "done, "
      "1 refused, 2 wrong input.");
  command->callback([order, words, &exit_code] { exit_code = about(*order, *words); });
}

}  // namespace nightjar
