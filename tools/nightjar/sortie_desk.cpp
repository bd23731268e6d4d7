#include "tools/nightjar/sortie_desk.hpp"

#include <algorithm>
#include <chrono>

#include "alerts/json_fields.hpp"
#include "ingest/own/own_position_line.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestWords = 512;

struct SortieReading {
  Sortie wanted;
  std::string verb;
  std::string fault;
};

CaptureTime wall_clock() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

SortieReading read_sortie(const DeskRequest& request) {
  SortieReading reading;
  JsonFields fields(request.body, "", reading.fault);
  Sortie& wanted = reading.wanted;
  reading.verb = fields.text("verb", kLongestName);
  wanted.feed = fields.text("feed", kLongestName);
  wanted.begun_by = request.person;
  wanted.reason = request.reason;
  wanted.started_at = wall_clock();
  const bool start = reading.verb == "start";
  if (!start && reading.verb != "stop" && reading.verb != "coverage")
    fields.blame("verb", "is neither start, stop nor coverage");
  if (start) {
    wanted.pilot = fields.text("pilot", kLongestWords);
    wanted.purpose = fields.text("purpose", kLongestWords);
    wanted.authority = fields.text("authority", kLongestWords);
    const auto profile = sortie_profile_of(fields.text_if("profile", kLongestName).value_or("watch"));
    if (!profile) fields.blame("profile", "is neither search nor watch");
    wanted.profile = profile.value_or(SortieProfile::watch);
    for (const auto& [name, text] : {std::pair("pilot", &wanted.pilot), std::pair("purpose", &wanted.purpose),
                                     std::pair("authority", &wanted.authority)})
      if (text->empty()) fields.blame(name, "is missing");
  }
  if (reading.fault.empty() && request.reason.empty()) fields.blame("reason", "is missing");
  return reading;
}

}  // namespace

DeskDuty sortie_duty(const Site& site, AlertOutlet& outlet, SortieBoard& sorties) {
  return [&site, &outlet, &sorties](const DeskRequest& request) {
    const auto refused = [](std::string why) {
      return DeskAnswer{std::move(why), nlohmann::ordered_json::object(), {}};
    };
    const SortieReading reading = read_sortie(request);
    if (!reading.fault.empty()) return refused(reading.fault);
    const bool is_of = std::any_of(site.feeds.begin(), site.feeds.end(), [&](const FeedSite& feed) {
      return feed.name == reading.wanted.feed && feed.channel == request.channel;
    });
    if (!is_of) return refused("feed: no \"" + reading.wanted.feed + "\" on this channel");
    const std::string about = reading.wanted.feed + " " + reading.verb;
    return deed_once(outlet, request, about, [&](AlertDelivery&, std::optional<KeptText>&) {
      const SortieAnswer done = reading.verb == "start" ? sorties.start(reading.wanted)
                                : reading.verb == "stop"
                                    ? sorties.stop(reading.wanted.feed, request.person, wall_clock())
                                    : sorties.coverage(reading.wanted.feed);
      if (!done.refusal.empty()) return refused(done.refusal);
      DeskAnswer answer;
      answer.fields["sortie"] = done.sortie->id;
      if (!done.coverage.empty()) answer.fields["coverage"] = done.coverage.string();
      answer.fields["outcome"] = done.outcome;
      return answer;
    });
  };
}

}  // namespace nightjar
