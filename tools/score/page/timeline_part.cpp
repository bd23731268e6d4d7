#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ingest/utc_time.hpp"
#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"

namespace nightjar {
namespace {

struct Tick {
  CaptureTime from, to;
  std::string words;
};

/// One row of ticks of a feed's timeline.
struct Lane {
  std::string name;
  std::string style;
  std::vector<Tick> ticks;
};

struct FeedTimeline {
  std::optional<CaptureTime> from, to;
  std::vector<Lane> lanes;
  std::size_t without_time = 0;

  void stretch(CaptureTime at) {
    from = from ? std::min(*from, at) : at;
    to = to ? std::max(*to, at) : at;
  }
  Lane& lane(const std::string& name, const std::string& style) {
    const auto known =
        std::find_if(lanes.begin(), lanes.end(), [&](const Lane& other) { return other.name == name; });
    if (known != lanes.end()) return *known;
    lanes.push_back({name, style, {}});
    return lanes.back();
  }
};

std::string clock_time(CaptureTime at) {
  return format_utc(at).substr(11, 8);
}

std::map<std::string, FeedTimeline> timelines_of(const Records& records, const Truth& truth,
                                                 const Score& score) {
  std::map<std::string, FeedTimeline> of_feed;
  for (const FeedRecord& feed : records.feeds) {
    if (feed.from) of_feed[feed.feed].stretch(*feed.from);
    if (feed.to) of_feed[feed.feed].stretch(*feed.to);
  }
  for (std::size_t i = 0; i < truth.plates.size(); ++i) {
    const PlateTruth& plate = truth.plates[i];
    FeedTimeline& timeline = of_feed[plate.feed];
    timeline.stretch(plate.from), timeline.stretch(plate.to);
    if (score.plates.verdicts[i] == PassVerdict::correct)
      timeline.lane("Read correctly", "right").ticks.push_back({plate.from, plate.to, plate.mark});
  }
  for (const TrackRecord& track : records.tracks) {
    if (!track.confirmed() || !track.first_seen || !track.last_seen || truth.heat.empty()) continue;
    FeedTimeline& timeline = of_feed[track.feed];
    timeline.stretch(*track.first_seen), timeline.stretch(*track.last_seen);
    timeline.lane("Confirmed contacts", "right faint")
        .ticks.push_back({*track.first_seen, *track.last_seen, track.id});
  }
  for (const ScoreError& error : score.errors()) {
    FeedTimeline& timeline = of_feed[error.feed];
    if (!error.at) {
      ++timeline.without_time;
      continue;
    }
    timeline.stretch(*error.at);
    timeline.lane(std::string(heading_of(error.kind)), "wrong")
        .ticks.push_back({*error.at, *error.at, error.what});
  }
  return of_feed;
}

std::string lane_row(const Lane& lane, const FeedTimeline& timeline) {
  const double span = std::max(1e-3, std::chrono::duration<double>(*timeline.to - *timeline.from).count());
  const auto place = [&](CaptureTime at) {
    return std::chrono::duration<double>(at - *timeline.from).count() / span;
  };
  std::string svg;
  for (const Tick& tick : lane.ticks) {
    const double from = std::min(place(tick.from), 0.996);
    svg += fmt::format("<rect x=\"{}\" width=\"{}\" y=\"3\" height=\"14\"><title>{} {}</title></rect>",
                       across(from), across(std::max(0.004, place(tick.to) - from)), clock_time(tick.from),
                       escaped(tick.words));
  }
  return fmt::format(
      "<tr><th scope=\"row\">{}<span class=\"n\">{}</span></th><td class=\"plot\"><svg class=\"lane {}\" "
      "width=\"100%\" height=\"20\"><rect class=\"ground\" y=\"3\" width=\"100%\" height=\"14\" "
      "rx=\"2\"/>{}</svg></td></tr>\n",
      lane.name, lane.ticks.size(), lane.style, svg);
}

std::string axis_row(const FeedTimeline& timeline) {
  std::string svg;
  for (int i = 0; i <= 2; ++i) {
    const CaptureTime at = *timeline.from + (*timeline.to - *timeline.from) * i / 2;
    svg += fmt::format("<text x=\"{}\" y=\"12\" text-anchor=\"{}\">{}</text>", across(i / 2.0),
                       i == 0   ? "start"
                       : i == 1 ? "middle"
                                : "end",
                       clock_time(at));
  }
  return "<tr><th></th><td class=\"plot\"><svg class=\"axis\" width=\"100%\" height=\"16\">" + svg +
         "</svg></td></tr>\n";
}

}  // namespace

std::string timeline_part(const Records& records, const Truth& truth, const Score& score) {
  std::string html;
  for (const auto& [feed, timeline] : timelines_of(records, truth, score)) {
    if (!timeline.from || timeline.lanes.empty()) continue;
    std::string rows;
    for (const Lane& lane : timeline.lanes) rows += lane_row(lane, timeline);
    html += fmt::format(
        "<section class=\"plotbox wide\"><h3>{} <span class=\"n\">{}</span></h3><table class=\"bars "
        "lanes\">\n{}{}"
        "</table>{}</section>\n",
        escaped(feed), format_utc(*timeline.from).substr(0, 10), rows, axis_row(timeline),
        timeline.without_time == 0
            ? ""
            : fmt::format("<p class=\"small\">{} more without a time of their own.</p>",
                          timeline.without_time));
  }
  return html;
}

}  // namespace nightjar
