#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "config/site.hpp"
#include "ingest/frame_source.hpp"
#include "processing/hotlist/hotlist_matcher.hpp"
#include "tools/nightjar/own_notes.hpp"
#include "tools/nightjar/sortie_board.hpp"
#include "tools/replay/replay_pictures.hpp"
#include "tools/replay/replay_record.hpp"

namespace nightjar {

struct FeedReplayOptions {
  const Site* site = nullptr;      ///< outlives the replay
  const FeedSite* feed = nullptr;  ///< one of the site's
  std::shared_ptr<const HotlistMatcher> hotlists;
  double speed = 0;         ///< times as fast as it was recorded; 0: as fast as the machine goes
  int decoder_threads = 1;  ///< the pictures are the same with any number
  std::optional<ReplayPicturesOptions> pictures;
  std::shared_ptr<SortieCoverage> coverage = nullptr;  ///< of the feed's flights; null: nobody asks
  /// Sees each frame with what came of it, on the replay's thread; `frame` is null at the end of an opening.
  std::function<void(const Frame* frame, std::size_t opening, const PipelineYield& yield)> seen;
  /// One line about something that does not stop the replay.
  std::function<void(const std::string&)> complained;
};

/// Takes the recordings of one feed through the pipeline of `run`: every frame, in order, whatever the speed.
/// The pipeline begins anew with each opening, as it did live. Belongs to one thread, but for progress().
class FeedPlayer {
 public:
  explicit FeedPlayer(FeedReplayOptions options) : options_(std::move(options)) {}

  /// From end to end, or to a stop. Throws FeedError where a recording could not be opened or was corrupt,
  /// the first of them; replay() then holds all that the others gave.
  void play(const std::stop_token& stop);

  [[nodiscard]] const FeedReplay& replay() const { return replay_; }
  [[nodiscard]] FeedReplay take_replay() { return std::move(replay_); }

  /// Share of the recordings that is done, 0 to 1. Any thread.
  [[nodiscard]] double progress() const { return progress_; }

 private:
  struct Opening;

  void play_opening(Opening& opening, const std::stop_token& stop);
  void close(Opening& opening);
  void take_in(const Opening& opening, const Frame* frame, PipelineYield yield);
  void follow_paths(const Opening& opening, const PipelineStory& story);
  bool wait_for(CaptureTime captured_at, const std::stop_token& stop);

  FeedReplayOptions options_;
  FeedReplay replay_;
  std::map<std::string, std::vector<TrackPoint>> paths_;  // by track
  std::optional<ReplayPictures> pictures_;
  std::shared_ptr<const OwnPositions> own_;  ///< of a file; null: none
  std::optional<StreamSorties> flights_;     ///< of a recording that does not say of which flights it is
  CaptureTime captured_at_;                  // of the newest frame, never falling
  std::uint64_t sequence_ = 0;               // of the newest frame
  std::optional<std::pair<CaptureTime, std::chrono::steady_clock::time_point>> paced_from_;
  std::atomic<double> progress_ = 0;
};

}  // namespace nightjar
