#pragma once

#include <chrono>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_track.hpp"
#include "processing/anpr/reading_plan.hpp"

namespace nightjar {

struct PlatePassesOptions {
  /// A read at least this sure is handed on; calibrated, so nine in ten are right.
  double confident = 0.9;
  /// Below this a text is no read at all: what the reader makes of a grille.
  double least_confidence = 0.1;
  /// A handed-on read is amended when its doubt (1 - confidence) has shrunk to this share, or grown to its
  /// inverse.
  double doubt_ratio = 0.4;
  /// A plate that has not moved for this long stands, for now.
  std::chrono::milliseconds standing_after{600};
  /// A vehicle unseen for this long has gone: longer than a pole or a passing van hides a plate.
  std::chrono::milliseconds gone_after{1500};
  /// A plate that has not moved for this long is parked: longer than most stops at a junction's mouth.
  std::chrono::milliseconds parked_after{10'000};
  /// A parked plate may be hidden this long, by traffic or darkness between two lamps, and stays one pass.
  std::chrono::milliseconds parked_gone_after{120'000};
  ReadingPlanOptions reading;
  /// Reads that a pass keeps to combine, the surest; more add cost and no evidence.
  std::size_t reads_kept = 16;
  /// Passes open at once; beyond that the one unseen longest ends.
  std::size_t most_open = 64;
  /// Plates whose centre lies in one of these polygons are never read or handed on. Parts of the picture's
  /// width and height, 0 to 1.
  std::vector<std::vector<cv::Point2f>> ignore_zones;
  MarkConsensusOptions consensus;
  PlateTrackOptions track;
};

/// The frame that plates were seen in.
struct PlateFrame {
  CaptureTime captured_at;
  std::uint64_t sequence = 0;
  cv::Size picture;
};

/// A plate of one frame; no text where it was not read in this frame.
struct SeenPlate {
  PlateBox box;
  std::optional<PlateText> text;
};

/// Where a plate of the last frame belongs.
struct PlatePlacing {
  std::uint64_t pass = 0;
  bool best = false;  ///< its pass has shown nothing better so far
};

/// Where the plate of an open pass should be in a frame.
struct ExpectedPlate {
  PlateBox box;  ///< as last seen, moved and scaled on
  CaptureTime last_seen;
  bool velocity_known = false;
  bool standing = false;
  bool legible = false;   ///< has been read, if not surely
  bool settled = false;   ///< has had its first reads, or is ignored: need not be seen in every frame
  bool hopeless = false;  ///< no text whatever one tried: most likely no plate, or too small as yet
};

/// A vehicle that went through the picture without a plate being found.
struct VehicleWithoutPlate {
  CaptureTime first_seen;
  CaptureTime last_seen;
  std::uint64_t best_sequence = 0;  ///< frame that shows it largest
  CaptureTime best_captured_at;
  cv::Rect box;  ///< in that frame
  Direction direction = Direction::unknown;
};

/// How the passes of a feed ended so far; the sum of the outcomes and `open` is `begun`.
struct PassCounts {
  std::uint64_t begun = 0;
  std::uint64_t open = 0;
  std::uint64_t read = 0;
  std::uint64_t unsure = 0;
  std::uint64_t unread = 0;
  std::uint64_t parked = 0;
  std::uint64_t ignored = 0;
  std::uint64_t no_plate = 0;
};

/// Follows each plate over the frames and reads all its frames as one. The first confident read of a pass is
/// handed on at once, and again under the same pass, revision by revision, when it changes in a way that
/// matters; a pass that ends is handed on a last time with its outcome. Knows no time but that of the frames;
/// a frame that is older than the last one begins everything anew.
class PlatePasses {
 public:
  explicit PlatePasses(PlatePassesOptions options = {});

  /// Whether reading each box is worth its time: not where the pass is sure and sees nothing better or new.
  [[nodiscard]] std::vector<bool> worth_reading(const PlateFrame& frame,
                                                const std::vector<PlateBox>& boxes) const;

  /// Where the plates of the open passes should be at a time after the last frame.
  [[nodiscard]] std::vector<ExpectedPlate> expected(CaptureTime at) const;

  /// Books a vehicle without a plate as a pass of its own that is over.
  [[nodiscard]] PlateRead add(const VehicleWithoutPlate& vehicle);

  /// Takes the plates of the next frame, also when there are none. Returns what is to be handed on, in order.
  [[nodiscard]] std::vector<PlateRead> update(const PlateFrame& frame, const std::vector<SeenPlate>& plates);

  /// Ends all open passes: the feed has ended.
  [[nodiscard]] std::vector<PlateRead> finish();

  /// Of the plates of the last update, in their order.
  [[nodiscard]] const std::vector<PlatePlacing>& placings() const { return placings_; }

  [[nodiscard]] PassCounts counts() const;

 private:
  struct Pass {
    PlateRead read;
    PlateTrack track;
    PlateBox last_box;
    std::vector<PlateText> reads;  // the surest, in the order seen
    ReadsSoFar tried;
    std::string best_mark;  // as the best frame alone was read, and how surely
    double best_confidence = 0;
    bool contested =
        false;  // began where another plate was just seen: one misread frame would look like this
    bool in_ignore_zone = false;
    bool handed_on = false;
    std::string handed_mark;
    double handed_confidence = 0;
    Direction handed_direction = Direction::unknown;
  };

  [[nodiscard]] std::vector<std::optional<std::size_t>> associated(
      const PlateFrame& frame, const std::vector<SeenPlate>& plates) const;
  /// How badly the plate fits the pass; nothing where it cannot be the same vehicle.
  [[nodiscard]] std::optional<double> cost(const Pass& pass, const PlatePlace& place,
                                           const std::optional<PlateText>& text) const;
  [[nodiscard]] bool parked(const Pass& pass) const;
  [[nodiscard]] bool standing(const Pass& pass) const;
  [[nodiscard]] static bool sure(const Pass& pass);
  void open(const PlateFrame& frame, const SeenPlate& plate);
  void see(Pass& pass, const PlateFrame& frame, const SeenPlate& plate) const;
  void take_text(Pass& pass, const PlateFrame& frame, const SeenPlate& plate) const;
  [[nodiscard]] bool matters(const Pass& pass) const;
  [[nodiscard]] bool ignored(const PlateFrame& frame, const PlateBox& box) const;
  [[nodiscard]] PassOutcome outcome_of(const Pass& pass) const;
  [[nodiscard]] PlateRead hand_on(Pass& pass) const;
  [[nodiscard]] PlateRead end(Pass& pass);

  PlatePassesOptions options_;
  std::vector<Pass> open_;
  std::vector<PlatePlacing> placings_;
  PassCounts counts_;
  std::uint64_t next_pass_ = 1;
  std::optional<CaptureTime> last_frame_;
};

}  // namespace nightjar
