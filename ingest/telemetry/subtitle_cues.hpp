#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// One subtitle: when it is shown, counted from the recording's start, and its words.
struct SubtitleCue {
  std::chrono::microseconds begins{0};
  std::chrono::microseconds ends{0};
  std::string text;  ///< lower case, one line, without font tags
  int line = 0;      ///< of its times, from 1
};

struct SubtitleCues {
  std::vector<SubtitleCue> cues;  ///< in the file's order
  std::vector<int> damaged;       ///< lines with an arrow that are no times
};

/// A SubRip file's subtitles, whatever its line ends, its numbering and a byte order mark.
[[nodiscard]] SubtitleCues read_subtitles(std::string_view text);

/// `00:00:01,016 --> 00:00:02,000` somewhere in it.
[[nodiscard]] bool has_subtitle_times(std::string_view text);

}  // namespace nightjar
