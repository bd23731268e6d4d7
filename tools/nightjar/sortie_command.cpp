#include "tools/nightjar/sortie_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "config/site_file.hpp"
#include "tools/nightjar/desk_order.hpp"
#include "tools/nightjar/terminal_text.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

struct SortieOrder {
  std::string verb, feed, pilot, purpose, authority, profile = "watch", out;
};

/// The desk of the feed's channel; what is wrong with the order is added to the errors.
DeskTargets desk_of(DeskOrder order, const SortieOrder& sortie) {
  const SiteLoad load = load_site(order.site);
  if (!load.site) return {{}, load.errors};
  const auto& feeds = load.site->feeds;
  const auto feed =
      std::find_if(feeds.begin(), feeds.end(), [&](const FeedSite& one) { return one.name == sortie.feed; });
  if (feed == feeds.end())
    return {{},
            {fmt::format("{}: feed: no \"{}\", expected a feed with expected = \"sortie\"", order.site,
                         printable(sortie.feed))}};
  if (feed->expected != FeedExpected::sortie)
    return {
        {},
        {fmt::format("{}: feed[{}].expected: found \"always\", expected \"sortie\" for a feed with sorties",
                     order.site, feed->name)}};
  order.channel = feed->channel;
  return desk_targets(order);
}

/// The layer lies on this machine: desks are asked from no other.
int take_layer(const std::string& kept, const SortieOrder& sortie) {
  if (kept.empty()) {
    fmt::print("no ground was looked at: no layer\n");
    return sortie.out.empty() ? 0 : 1;
  }
  if (sortie.out.empty()) {
    fmt::print("{}\n", kept);
    return 0;
  }
  std::error_code error;
  std::filesystem::copy_file(kept, sortie.out, std::filesystem::copy_options::overwrite_existing, error);
  if (!error) return 0;
  fmt::print(stderr, "{}: {}\n", sortie.out, error.message());
  return 1;
}

int run_sortie(const DeskOrder& order, const SortieOrder& sortie) {
  const DeskTargets targets = desk_of(order, sortie);
  if (!targets.errors.empty()) return refuse_order(targets.errors);
  Json request{{"do", "sortie"}, {"verb", sortie.verb}, {"feed", sortie.feed}};
  if (sortie.verb == "start") {
    request["pilot"] = sortie.pilot;
    request["purpose"] = sortie.purpose;
    request["authority"] = sortie.authority;
    request["profile"] = sortie.profile;
  }
  try {
    const DeskReply reply = ask_desk(targets.desks.front(), order, std::move(request));
    if (!reply.ok) {
      fmt::print(stderr, "sortie {}: {}\n", sortie.verb, printable(reply.error));
      return 1;
    }
    fmt::print("{}: {}, by {}\n", printable(sortie.feed), printable(reply.fields.value("outcome", "done")),
               printable(person_at(targets.desks.front(), order)));
    return sortie.verb == "start" ? 0 : take_layer(reply.fields.value("coverage", ""), sortie);
  } catch (const DeskSilence& silence) {
    return tell_silence("sortie", silence);
  }
}

void add_verb(CLI::App& command, const std::string& verb, const std::string& words, int& exit_code) {
  CLI::App* const sub = command.add_subcommand(verb, words);
  const auto order = add_desk_order(*sub, ReasonNeeded::yes);
  const auto given = std::make_shared<SortieOrder>();
  given->verb = verb;
  sub->add_option("FEED", given->feed, "The drone's feed")->required();
  if (verb == "start") {
    sub->add_option("--pilot", given->pilot, "Who flies")->required();
    sub->add_option("--purpose", given->purpose, "What for")->required();
    sub->add_option("--authority", given->authority, "Reference of the authority")->required();
    sub->add_option("--profile", given->profile,
                    "watch: what is believed is told; search: every candidate, by probability")
        ->check(CLI::IsMember({"search", "watch"}))
        ->capture_default_str();
  } else {
    sub->add_option("--out", given->out, "Copy the layer of where was looked here (GeoJSON)");
  }
  sub->callback([order, given, &exit_code] { exit_code = run_sortie(*order, *given); });
}

}  // namespace

void add_sortie_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("sortie", "Begin and end a drone's flight; where it has looked");
  command->require_subcommand(1);
  add_verb(*command, "start", "A flight begins, or whose it is that its stream began", exit_code);
  add_verb(*command, "stop", "A flight ends", exit_code);
  add_verb(*command, "coverage", "Where the flight has looked so far", exit_code);
  command->footer("Exit code: 0 done, 1 refused or no worker answers, 2 wrong input.");
}

}  // namespace nightjar
