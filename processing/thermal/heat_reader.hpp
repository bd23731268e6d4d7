#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/frame.hpp"
#include "processing/thermal/fixed_pattern.hpp"
#include "processing/thermal/heat_palette.hpp"
#include "processing/thermal/palette_colours.hpp"
#include "processing/thermal/picture_mend.hpp"
#include "processing/thermal/picture_pause.hpp"
#include "processing/thermal/polarity_evidence.hpp"
#include "processing/thermal/scene_shift.hpp"

namespace nightjar {

struct HeatReaderOptions {
  std::optional<HeatPalette> palette;  ///< nothing: found out from the pictures
  /// Areas of the picture that bear text or symbols: corners, parts of its width and height.
  std::vector<std::vector<cv::Point2f>> screen_zones;
  PicturePauseOptions pause;
  FixedPatternOptions fixed;
  PolarityEvidenceOptions polarity;
  double most_pixels = 16e6;                      ///< of a picture; a larger one costs more than a second
  std::chrono::milliseconds unknown_after{5000};  ///< without evidence of white or black hot: said aloud
  std::chrono::milliseconds symbols_every{200};   ///< coloured symbols over grey are looked for
};

/// Something that people should know, said once.
struct HeatRemark {
  std::string words;
  bool concern = false;  ///< for the room, not only for the log
};

/// A thermal frame as heat.
struct HeatPicture {
  /// CV_8UC1 or CV_16UC1, larger is hotter, nothing squeezed or clipped; empty where the frame shows nothing
  /// that a search could take. Valid until the next read.
  cv::Mat heat;
  cv::Mat zones;             ///< CV_8UC1, not zero in the site's screen zones; empty: there are none
  std::string_view outcome;  ///< what became of the frame, to be counted: "frames white-hot" ...
  std::vector<HeatRemark> remarks;
};

/// Turns thermal frames into pictures of heat: finds out which way the palette goes, leaves out text and bad
/// pixels, and passes over frames that show nothing new. 16 bits are radiometric order and stay as they are,
/// but for bad pixels.
class HeatReader {
 public:
  explicit HeatReader(const HeatReaderOptions& options = {});

  [[nodiscard]] HeatPicture read(const Frame& frame);

  [[nodiscard]] HeatPalette palette() const { return palette_; }
  /// What the palette is believed on.
  enum class Grounds { none, site, colours, bodies, sky, continuity };
  [[nodiscard]] Grounds grounds() const { return grounds_; }
  [[nodiscard]] const FixedPattern& fixed_pattern() const { return fixed_; }
  /// How often size or depth changed in the stream.
  [[nodiscard]] std::uint64_t format_changes() const { return format_changes_; }

 private:
  [[nodiscard]] std::string_view refusal(const Frame& frame, HeatPicture& picture);
  void take_shape(const Frame& frame, HeatPicture& picture);
  /// False while the palette changes.
  bool take_colours(const Frame& frame, HeatPicture& picture);
  [[nodiscard]] bool same_order(const ColourLook& look) const;
  [[nodiscard]] cv::Mat heat_of(const Frame& frame);
  void take_shift(const std::optional<SceneShift>& shift, cv::Mat& heat, HeatPicture& picture);
  void take_evidence(const Frame& frame, cv::Mat& heat, HeatPicture& picture);
  void learn_fixed(const Frame& frame, const std::optional<SceneShift>& shift, HeatPicture& picture);
  void settle(HeatPalette palette, Grounds grounds, HeatPicture& picture);
  void turn_round(cv::Mat& heat);
  [[nodiscard]] std::string_view outcome() const;

  HeatReaderOptions options_;
  PicturePauseWatch pause_;
  PaletteColours colours_;
  SceneShiftMeter shift_;
  PolarityEvidence polarity_;
  FixedPattern fixed_;
  PictureMend mend_;
  HeatPalette palette_ = HeatPalette::white_hot;
  Grounds grounds_ = Grounds::none;
  bool unordered_ = false;  ///< colours of no known order
  std::optional<ColourFamily> family_;
  bool was_ordered_ = false;  ///< the palette before a change was known
  bool just_changed_ = false;
  int unlike_ = 0;  ///< frames in a row whose colours are not of the palette
  cv::Size size_;
  int type_ = -1;
  std::uint64_t format_changes_ = 0;
  cv::Mat zones_, symbols_, heat_;
  std::optional<CaptureTime> started_at_, symbols_at_;
  bool said_unknown_ = false, said_too_large_ = false, said_against_site_ = false, said_fixed_full_ = false;
};

}  // namespace nightjar
