#pragma once

#include <chrono>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <string>
#include <vector>

#include "processing/anpr/form_belief.hpp"
#include "processing/anpr/mark_consensus.hpp"
#include "processing/anpr/plate_fit.hpp"
#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/plate_track.hpp"
#include "processing/anpr/reading_plan.hpp"

namespace nightjar {

struct PlatePassesOptions {
  /// A read at least this sure is handed on; calibrated, so nine in ten are right.
  double confident = 0.9;
  /// Below this a text is no read at all: what the reader makes of a grille.
  double least_confidence = 0.1;
  /// From here on a mark says which vehicle it is.
  double telling = 0.5;
  /// The most that is believed of a plate read in one frame only where another was just seen: one misread
  /// frame would look like that.
  double most_for_one_contested = 0.5;
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
  FormBeliefOptions forms;
  PlateTrackOptions track;
  PlateFitOptions fit;
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

/// One plate on its way through the picture: its frames read together, and what of that is to be handed on.
class PlatePass {
 public:
  /// `contested`: it begins where another plate was just seen, which is what one misread frame looks like.
  PlatePass(std::uint64_t number, const PlatePassesOptions& options, bool contested);

  /// Takes the plate as a frame shows it; `ignored`: it lies in an ignore zone there.
  void see(const PlateFrame& frame, const SeenPlate& plate, bool ignored, const PlatePassesOptions& options);

  [[nodiscard]] const PlateRead& read() const { return read_; }
  [[nodiscard]] const PlateTrack& track() const { return track_; }
  [[nodiscard]] const PlateBox& last_box() const { return last_box_; }
  [[nodiscard]] const ReadsSoFar& tried() const { return tried_; }
  [[nodiscard]] bool in_ignore_zone() const { return in_ignore_zone_; }
  [[nodiscard]] bool parked(const PlatePassesOptions& options) const;
  [[nodiscard]] bool standing(const PlatePassesOptions& options) const;
  [[nodiscard]] bool sure() const;       ///< nothing to be gained by more frames
  [[nodiscard]] bool promising() const;  ///< its reads make some sense
  [[nodiscard]] bool legible(const PlatePassesOptions& options) const;

  /// Whether both are sure of one and the same mark, of which this one has told already and `later` not.
  [[nodiscard]] bool goes_on_as(const PlatePass& later, const PlatePassesOptions& options) const;

  /// Goes on as `later`: its reads and way become this one's. Returns whether its best frame is the better.
  bool absorb(const PlatePass& later, const PlatePassesOptions& options);

  /// Whether what is known now matters to those who have seen what was handed on, if anything was.
  [[nodiscard]] bool matters(const PlatePassesOptions& options) const;
  /// The read as it stands, under its next revision.
  [[nodiscard]] PlateRead hand_on();
  /// The same with the outcome: the pass is over.
  [[nodiscard]] PlateRead end(const PlatePassesOptions& options);

 private:
  void take_text(const PlateFrame& frame, const SeenPlate& plate, const PlatePassesOptions& options);
  void combine(const PlatePassesOptions& options);
  [[nodiscard]] bool better_shown(const std::string& mark, double confidence) const;
  [[nodiscard]] PassOutcome outcome(const PlatePassesOptions& options) const;

  PlateRead read_;
  PlateTrack track_;
  PlateBox last_box_;
  std::vector<PlateText> reads_;  // the surest, in the order seen
  ReadsSoFar tried_;
  std::string best_mark_;  // as the best frame alone was read, and how surely
  double best_confidence_ = 0;
  bool seen_ = false;
  bool contested_;
  bool in_ignore_zone_ = true;  // until seen outside
  bool handed_on_ = false;
  std::string handed_mark_;
  double handed_confidence_ = 0;
  Direction handed_direction_ = Direction::unknown;
};

}  // namespace nightjar
