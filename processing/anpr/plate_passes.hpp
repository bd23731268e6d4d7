#pragma once

#include <chrono>
#include <cstdint>
#include <opencv2/core/types.hpp>
#include <optional>
#include <vector>

#include "processing/anpr/plate_pass.hpp"
#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// Where a plate of the last frame belongs.
struct PlatePlacing {
  std::uint64_t pass = 0;
  bool best = false;  ///< its pass has shown nothing better so far
};

/// A pass that turned out to be another one that was lost from view and found again: it is that one's now.
struct JoinedPass {
  std::uint64_t later = 0;
  std::uint64_t earlier = 0;
  bool best = false;  ///< the later one's best frame is the best of both
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
/// matters; a pass that ends is handed on a last time with its outcome. Two passes that are sure of one mark,
/// never in one frame while both were, are one vehicle's. Knows no time but that of the frames;
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

  /// Of the last update. The later ones were never handed on, and count as never begun.
  [[nodiscard]] const std::vector<JoinedPass>& joined() const { return joined_; }

  [[nodiscard]] PassCounts counts() const;

 private:
  [[nodiscard]] std::vector<std::optional<std::size_t>> associated(
      const PlateFrame& frame, const std::vector<SeenPlate>& plates) const;
  void open(const PlateFrame& frame, const SeenPlate& plate);
  void join_found_again(const PlateFrame& frame);
  [[nodiscard]] bool ignored(const PlateFrame& frame, const PlateBox& box) const;
  [[nodiscard]] PlateRead end(PlatePass& pass);

  PlatePassesOptions options_;
  std::vector<PlatePass> open_;
  std::vector<PlatePlacing> placings_;
  std::vector<JoinedPass> joined_;
  PassCounts counts_;
  std::uint64_t next_pass_ = 1;
  std::optional<CaptureTime> last_frame_;
};

}  // namespace nightjar
