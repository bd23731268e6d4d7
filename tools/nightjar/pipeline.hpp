#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "ingest/frame.hpp"
#include "processing/anpr/plate_passes.hpp"
#include "processing/thermal/heat_track.hpp"

namespace nightjar {

/// Whether a pipeline tells how it came to what it gave: work on every frame, so only where somebody listens.
enum class PipelineStories { untold, told };

/// How a frame, or the end of a feed, came to what it gave: for those who tune.
struct PipelineStory {
  std::vector<SeenPlate> plates;
  std::vector<PlatePlacing> placings;  ///< of the plates, in their order
  std::vector<PlateRead> reads;        ///< handed on: first confident reads, revisions, passes that are over
  std::vector<HeatSpot> spots;
  std::vector<HeatTrack> contacts;  ///< the tentative and the confirmed, and those that this frame ended
  std::optional<CaptureTime> searched_at{};  ///< the frame that contacts were last looked for in, maybe this
};

/// Something about the feed that people should know, said once.
struct PipelineRemark {
  std::string words;
  bool concern = false;  ///< for the room, not only for the log
};

/// What one frame, or the end of a feed, gave.
struct PipelineYield {
  std::vector<AlertParcel> parcels;  ///< for the alerts thread, in order
  std::vector<PlateRead> passes;     ///< passes that are over
  /// By pass that is over: its plate as JPEG of at most 4 KiB; none where the pass had no plate.
  std::map<std::uint64_t, std::string> plate_pictures;
  CaptureClock clock;             ///< of the passes
  std::uint64_t lists = 0;        ///< generation of the lists that they were matched against
  std::vector<HeatTrack> tracks;  ///< tracks that are over
  std::vector<PipelineRemark> remarks;
  PipelineStory story;
};

/// Processor seconds and calls of one stage.
struct StageCost {
  double cpu_s = 0;
  std::uint64_t calls = 0;
};

/// How much later than the pictures the telemetry's times are, by the motion in both; negative: earlier.
struct FoundDelay {
  std::chrono::milliseconds set{0};  ///< by the site
  std::chrono::milliseconds found{0};
  std::chrono::milliseconds error90{0};  ///< nine of ten lie within this of the truth
  std::chrono::milliseconds span{0};     ///< of motion that was looked at
};

/// Where everything went that came into a pipeline. Every pass and track ends in one named outcome.
struct PipelineTally {
  std::map<std::string, std::uint64_t> outcomes;  ///< "pass read", "track confirmed" …
  std::map<std::string, StageCost> stages;
  std::optional<FoundDelay> delay;  ///< of telemetry; nothing: not known

  PipelineTally& operator+=(const PipelineTally& more) {
    for (const auto& [outcome, count] : more.outcomes) outcomes[outcome] += count;
    if (more.delay) delay = more.delay;
    for (const auto& [stage, cost] : more.stages) {
      stages[stage].cpu_s += cost.cpu_s;
      stages[stage].calls += cost.calls;
    }
    return *this;
  }
};

/// The stages of one kind of feed, from a frame to alerts. Belongs to one thread; takes time from frames
/// only.
class Pipeline {
 public:
  virtual ~Pipeline() = default;

  virtual PipelineYield process(const Frame& frame) = 0;

  /// The feed is over: what is still open is closed.
  virtual PipelineYield finish() = 0;

  [[nodiscard]] virtual PipelineTally tally() const = 0;
};

}  // namespace nightjar
