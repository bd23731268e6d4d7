#include "processing/thermal/heat_reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace nightjar {
namespace {

constexpr double kGoesOn = 0.4;       // correlation with the picture before
constexpr double kUnlike = 0.25;      // likewise: a cut, or hot and cold may have changed places unnoticed
constexpr int kUnlikeFrames = 2;      // in a row, before a change of colours is believed
constexpr double kStaysRainbow = 32;  // distance from it, as long as nothing else is plain
constexpr double kStaysColoured = 0.06;

std::string shape_words(const cv::Mat& luma) {
  return std::to_string(luma.cols) + " x " + std::to_string(luma.rows) + ", " +
         std::to_string(8 * luma.elemSize1()) + " bits";
}

std::string_view words_of(HeatReader::Grounds grounds) {
  switch (grounds) {
    case HeatReader::Grounds::none:
      return "";
    case HeatReader::Grounds::site:
      return ", as the site file says";
    case HeatReader::Grounds::colours:
      return ", by its colours";
    case HeatReader::Grounds::bodies:
      return ", as small bodies stand out on that side";
    case HeatReader::Grounds::sky:
      return ", as the sky is colder than the ground";
    case HeatReader::Grounds::continuity:
      return ", as the scene looked just before";
  }
  return "";
}

HeatPalette palette_of(ColourFamily family) {
  switch (family) {
    case ColourFamily::ironbow:
      return HeatPalette::ironbow;
    case ColourFamily::rainbow:
      return HeatPalette::rainbow;
    case ColourFamily::bright_hot:
    case ColourFamily::unordered:
      return HeatPalette::bright_hot;
    case ColourFamily::grey:
      break;
  }
  return HeatPalette::white_hot;
}

bool is_grey(HeatPalette palette) {
  return palette == HeatPalette::white_hot || palette == HeatPalette::black_hot;
}

cv::Mat drawn_zones(const std::vector<std::vector<cv::Point2f>>& zones, cv::Size size) {
  if (zones.empty()) return {};
  cv::Mat mask = cv::Mat::zeros(size, CV_8UC1);
  for (const auto& zone : zones) {
    std::vector<cv::Point> corners;
    corners.reserve(zone.size());
    for (const cv::Point2f& corner : zone)
      corners.emplace_back(cvRound(corner.x * static_cast<float>(size.width - 1)),
                           cvRound(corner.y * static_cast<float>(size.height - 1)));
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{corners}, cv::Scalar(255));
  }
  return mask;
}

}  // namespace

HeatReader::HeatReader(const HeatReaderOptions& options)
    : options_(options), pause_(options.pause), polarity_(options.polarity), fixed_(options.fixed) {
  if (!options_.palette) return;
  palette_ = *options_.palette;
  grounds_ = Grounds::site;
}

HeatPicture HeatReader::read(const Frame& frame) {
  HeatPicture picture;
  picture.outcome = refusal(frame, picture);
  if (!picture.outcome.empty()) return picture;
  take_shape(frame, picture);
  if (const auto pause = pause_.look(frame.luma, frame.captured_at, frame.telemetry)) {
    picture.outcome = *pause == PicturePause::frozen ? "frames frozen" : "frames blank";
    return picture;
  }
  const bool eight_bits = frame.luma.depth() == CV_8U;
  if (eight_bits && !take_colours(frame, picture)) {
    picture.outcome = "frames while the palette changed";
    return picture;
  }
  cv::Mat heat = heat_of(frame);
  const std::optional<SceneShift> shift = shift_.measure(heat);
  if (eight_bits) take_shift(shift, heat, picture);
  learn_fixed(frame, shift, picture);
  if (!mend_.idle()) {
    if (heat.data != heat_.data) heat.copyTo(heat_);
    heat = heat_;
    mend_.mend(heat);
  }
  if (eight_bits) take_evidence(frame, heat, picture);
  picture.heat = heat;
  picture.zones = zones_;
  picture.outcome = eight_bits ? outcome() : "frames radiometric";
  return picture;
}

std::string_view HeatReader::refusal(const Frame& frame, HeatPicture& picture) {
  if (frame.luma.empty()) return "frames empty";
  if (frame.luma.type() != CV_8UC1 && frame.luma.type() != CV_16UC1) return "frames of no known depth";
  if (static_cast<double>(frame.luma.total()) <= options_.most_pixels) return {};
  if (!said_too_large_)
    picture.remarks.push_back({"pictures of " + shape_words(frame.luma) +
                                   " are too large to be searched: " + "at most 16 million pixels",
                               true});
  said_too_large_ = true;
  return "frames too large";
}

void HeatReader::take_shape(const Frame& frame, HeatPicture& picture) {
  if (frame.luma.size() == size_ && frame.luma.type() == type_) return;
  if (type_ >= 0) {
    ++format_changes_;
    picture.remarks.push_back({"the picture's format changed to " + shape_words(frame.luma), false});
    pause_ = PicturePauseWatch(options_.pause);
    shift_ = SceneShiftMeter();
  }
  if (frame.luma.depth() == CV_16U && options_.palette)
    picture.remarks.push_back(
        {"16 bits are heat as measured: the site file's palette is without effect", false});
  size_ = frame.luma.size();
  type_ = frame.luma.type();
  zones_ = drawn_zones(options_.screen_zones, size_);
  symbols_.release();
  mend_.set_masks({}, zones_);
}

bool HeatReader::same_order(const ColourLook& look) const {
  if (*family_ == ColourFamily::grey) return look.family() == ColourFamily::grey;
  if (look.coloured < kStaysColoured) return false;
  const bool rainbow = *family_ == ColourFamily::rainbow;
  if (rainbow) return look.family() == ColourFamily::rainbow || look.off_rainbow <= kStaysRainbow;
  return look.family() != ColourFamily::rainbow;
}

bool HeatReader::take_colours(const Frame& frame, HeatPicture& picture) {
  just_changed_ = false;
  if (options_.palette) return true;
  const ColourLook look = colours_.look(frame);
  if (family_ && same_order(look)) {
    unlike_ = 0;
    return true;
  }
  if (family_ && ++unlike_ < kUnlikeFrames) return false;
  unlike_ = 0;
  just_changed_ = family_.has_value();
  was_ordered_ = grounds_ != Grounds::none && !unordered_;
  family_ = look.family();
  unordered_ = family_ == ColourFamily::unordered;
  polarity_.forget();
  started_at_ = frame.captured_at;
  said_unknown_ = false;
  if (family_ == ColourFamily::grey) {
    palette_ = HeatPalette::white_hot;
    grounds_ = Grounds::none;
    return true;
  }
  settle(palette_of(*family_), unordered_ ? Grounds::none : Grounds::colours, picture);
  if (unordered_)
    picture.remarks.push_back(
        {"palette unknown: its colours are in no known order, and the brighter is taken "
         "as the hotter; the site file's palette settles it",
         true});
  return true;
}

cv::Mat HeatReader::heat_of(const Frame& frame) {
  if (frame.luma.depth() == CV_16U) return frame.luma;
  if (palette_ == HeatPalette::rainbow && frame.colour_planes != ColourPlanes::none) {
    colours_.rainbow_heat(frame, heat_);
    return heat_;
  }
  if (palette_ != HeatPalette::black_hot && palette_ != HeatPalette::dark_hot) return frame.luma;
  cv::bitwise_not(frame.luma, heat_);
  return heat_;
}

void HeatReader::turn_round(cv::Mat& heat) {
  cv::Mat other;
  cv::bitwise_not(heat, other);
  other.copyTo(heat_);
  heat = heat_;
  shift_.invert_reference();
  palette_ = palette_ == HeatPalette::white_hot ? HeatPalette::black_hot : HeatPalette::white_hot;
}

void HeatReader::take_shift(const std::optional<SceneShift>& shift, cv::Mat& heat, HeatPicture& picture) {
  if (!is_grey(palette_)) return;
  if (!shift || shift->correlation < kUnlike) polarity_.look_soon();
  if (!shift) return;
  const bool turned = shift->turned_round();
  if (options_.palette) {
    if (turned && !said_against_site_)
      picture.remarks.push_back({"hot and cold have changed places in the picture, but the site file says " +
                                     std::string(name_of(palette_)) + ", and so it is taken",
                                 true});
    said_against_site_ = said_against_site_ || turned;
    return;
  }
  if (turned) turn_round(heat);
  const bool goes_on = just_changed_ && was_ordered_ && (turned || shift->correlation > kGoesOn);
  if (goes_on || (turned && grounds_ != Grounds::none)) {
    settle(palette_, Grounds::continuity, picture);
  } else if (turned) {
    picture.remarks.push_back({"hot and cold have changed places in the picture", false});
  }
}

void HeatReader::take_evidence(const Frame& frame, cv::Mat& heat, HeatPicture& picture) {
  if (options_.palette || !is_grey(palette_)) return;
  if (!started_at_) started_at_ = frame.captured_at;
  polarity_.look(heat, frame.captured_at, frame.telemetry);
  const Grounds by = polarity_.by_sky() ? Grounds::sky : Grounds::bodies;
  if (polarity_.disbelieved()) {
    turn_round(heat);
    polarity_.turn_round();
    settle(palette_, by, picture);
  } else if (polarity_.believed() && grounds_ == Grounds::none) {
    settle(palette_, by, picture);
  }
  if (grounds_ != Grounds::none || said_unknown_ || frame.captured_at - *started_at_ < options_.unknown_after)
    return;
  said_unknown_ = true;
  picture.remarks.push_back(
      {"palette unknown: taken as " + std::string(name_of(palette_)) +
           "; nothing in the picture tells white-hot from black-hot; the site file's palette settles it",
       true});
}

void HeatReader::learn_fixed(const Frame& frame, const std::optional<SceneShift>& shift,
                             HeatPicture& picture) {
  bool changed = fixed_.learn(frame.luma, frame.captured_at, shift);
  if (is_grey(palette_) && frame.colour_planes != ColourPlanes::none && frame.luma.depth() == CV_8U &&
      (!symbols_at_ || frame.captured_at - *symbols_at_ >= options_.symbols_every)) {
    symbols_at_ = frame.captured_at;
    cv::Mat symbols = colours_.tinted(frame);
    if (!symbols.empty() &&
        cv::countNonZero(symbols) > options_.fixed.most * static_cast<double>(symbols.total()))
      symbols.release();
    changed = changed || !symbols.empty() || !symbols_.empty();
    symbols_ = symbols;
  }
  if (!changed) return;
  if (fixed_.refused() && !said_fixed_full_) {
    picture.remarks.push_back(
        {"much of the picture stays the same while the scene moves; it is searched all "
         "the same; screen_zones in the site file leave parts out",
         true});
    said_fixed_full_ = true;
  }
  cv::Mat pixels = fixed_.mask();
  if (!symbols_.empty()) pixels = pixels.empty() ? symbols_ : pixels | symbols_;
  mend_.set_masks(pixels, zones_);
}

void HeatReader::settle(HeatPalette palette, Grounds grounds, HeatPicture& picture) {
  palette_ = palette;
  grounds_ = grounds;
  if (grounds != Grounds::none)
    picture.remarks.push_back(
        {"palette " + std::string(name_of(palette)) + std::string(words_of(grounds)), false});
}

std::string_view HeatReader::outcome() const {
  if (grounds_ == Grounds::none)
    return palette_ == HeatPalette::white_hot   ? "frames taken as white-hot"
           : palette_ == HeatPalette::black_hot ? "frames taken as black-hot"
                                                : "frames taken as bright-hot";
  switch (palette_) {
    case HeatPalette::white_hot:
      return "frames white-hot";
    case HeatPalette::black_hot:
      return "frames black-hot";
    case HeatPalette::ironbow:
      return "frames ironbow";
    case HeatPalette::bright_hot:
      return "frames bright-hot";
    case HeatPalette::dark_hot:
      return "frames dark-hot";
    case HeatPalette::rainbow:
      break;
  }
  return "frames rainbow";
}

}  // namespace nightjar
