#include "tools/replay/site_replay.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <thread>

#include "alerts/alert_book.hpp"

namespace nightjar {
namespace {

struct PlacedRecord {
  const std::string* feed = nullptr;
  ReplayRecord* record = nullptr;
};

std::vector<PlacedRecord> in_order(std::vector<ReplayedFeed>& feeds) {
  std::vector<PlacedRecord> placed;
  for (ReplayedFeed& feed : feeds)
    for (ReplayRecord& record : feed.replay.records) placed.push_back({&feed.feed->name, &record});
  // Things of one feed and time stay in the order in which they were said: it is that of the frames.
  std::stable_sort(placed.begin(), placed.end(), [](const PlacedRecord& a, const PlacedRecord& b) {
    return std::tie(a.record->captured_at, *a.feed) < std::tie(b.record->captured_at, *b.feed);
  });
  return placed;
}

}  // namespace

SiteReplay::SiteReplay(const Site& site, const std::shared_ptr<const HotlistMatcher>& hotlists,
                       SiteReplayOptions options)
    : options_(std::move(options)) {
  const std::size_t at_once = std::max<std::size_t>(1, std::min(options_.threads, site.feeds.size()));
  for (const FeedSite& feed : site.feeds) {
    FeedReplayOptions play;
    play.site = &site;
    play.feed = &feed;
    play.hotlists = hotlists;
    play.speed = options_.speed;
    play.decoder_threads = static_cast<int>(std::max<std::size_t>(1, options_.threads / at_once));
    if (options_.pictures) play.pictures = ReplayPicturesOptions{*options_.pictures, feed.name};
    if (options_.seen) {
      play.seen = [this, &feed](const Frame* frame, std::size_t opening, const PipelineYield& yield) {
        options_.seen(feed, frame, opening, yield);
      };
    }
    play.complained = [this, &feed](const std::string& line) {
      if (options_.complained) options_.complained("feed " + feed.name + ": " + line);
    };
    if (feed.expected == FeedExpected::sortie) play.coverage = std::make_shared<SortieCoverage>();
    feeds_.push_back({&feed, {}, {}, play.coverage});
    players_.push_back(std::make_unique<FeedPlayer>(std::move(play)));
  }
}

void SiteReplay::play(const std::stop_token& stop) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < players_.size(); index = next++) play_feed(index, stop);
  };
  std::vector<std::jthread> threads;
  const std::size_t at_once = std::max<std::size_t>(1, std::min(options_.threads, players_.size()));
  for (std::size_t i = 0; i < at_once; ++i) threads.emplace_back(work);
}

void SiteReplay::play_feed(std::size_t index, const std::stop_token& stop) {
  if (stop.stop_requested()) return;
  try {
    players_[index]->play(stop);
  } catch (const std::exception& error) {
    feeds_[index].failure = error.what();
  }
  feeds_[index].replay = players_[index]->take_replay();
}

double SiteReplay::progress() const {
  const double sum =
      std::accumulate(players_.begin(), players_.end(), 0.0,
                      [](double so_far, const auto& player) { return so_far + player->progress(); });
  return players_.empty() ? 1 : sum / static_cast<double>(players_.size());
}

std::vector<std::string> merged_lines(std::vector<ReplayedFeed>& feeds, const ReplayInputs& inputs,
                                      const AlertBookOptions& options) {
  std::vector<std::string> lines{inputs.line()};
  AlertBook book(options);
  std::map<std::string, std::uint64_t> newest;  // number, by channel
  const std::string stream = inputs.stream();
  const auto tell = [&](std::vector<AlertParcel> parcels) {
    for (AlertParcel& told : parcels) {
      told.event.stream = stream;
      told.event.seq = ++newest[told.event.channel];
      told.event.journalled = false;
      told.event.replay = true;
      lines.push_back(event_line(told.event));
    }
  };
  const auto pass_time = [&](CaptureTime until) {
    for (auto due = book.next_due(); due && *due <= until; due = book.next_due()) tell(book.due(*due));
  };
  for (const PlacedRecord& placed : in_order(feeds)) {
    pass_time(placed.record->captured_at);
    if (auto* const event = std::get_if<AlertEvent>(&placed.record->what)) {
      AlertParcel parcel;
      parcel.event = *event;
      tell(book.enter(std::move(parcel)));
    } else if (std::holds_alternative<ReplayedPass>(placed.record->what)) {
      lines.push_back(pass_line(*placed.feed, *placed.record));
    } else {
      lines.push_back(track_line(*placed.feed, *placed.record));
    }
  }
  for (const ReplayedFeed& feed : feeds)
    if (feed.replay.to) pass_time(*feed.replay.to);
  for (const ReplayedFeed& feed : feeds)
    lines.push_back(
        feed_line(feed.feed->name, feed.feed->kind == FeedKind::anpr ? "anpr" : "thermal", feed.replay));
  return lines;
}

}  // namespace nightjar
