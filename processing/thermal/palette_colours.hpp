#pragma once

#include <opencv2/core/mat.hpp>

#include "ingest/frame.hpp"
#include "processing/thermal/rainbow_scale.hpp"

namespace nightjar {

/// How colours stand for heat.
enum class ColourFamily {
  grey,        ///< no colours: brightness, one way or the other
  ironbow,     ///< the brighter the hotter, through purple
  bright_hot,  ///< the brighter the hotter, through other colours: lava, sepia, glow ...
  rainbow,     ///< hues from blue to red
  unordered,   ///< no order is known
};

/// What the colours of one picture are like, by some five thousand of its pixels.
struct ColourLook {
  double coloured = 0;           ///< share of the pixels
  double green = 0, purple = 0;  ///< likewise
  double off_rainbow = 0;        ///< mean distance of the coloured ones from the rainbow's
  double by_luma = 0;            ///< mean scatter of colours that are equally bright

  [[nodiscard]] ColourFamily family() const;
};

/// Sees by its colours in which palette a thermal picture is, and turns colours into heat.
class PaletteColours {
 public:
  [[nodiscard]] ColourLook look(const Frame& frame);

  /// Marks coloured pixels of a grey picture: symbols that were written over it. CV_8UC1 of the picture's
  /// size; empty where there are none.
  [[nodiscard]] cv::Mat tinted(const Frame& frame);

  /// Of a picture in a rainbow palette; CV_8UC1 of its size, to within two pixels, as colours are.
  void rainbow_heat(const Frame& frame, cv::Mat& heat);

 private:
  void take_chroma(const Frame& frame);

  RainbowScale rainbow_;
  cv::Mat u_, v_;  ///< as decoded, of the picture's half size or so; empty: no colours
  cv::Mat luma_, heat_, marks_;
};

}  // namespace nightjar
