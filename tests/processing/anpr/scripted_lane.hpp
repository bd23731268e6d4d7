#pragma once

#include <vector>

#include "processing/anpr/plate_passes.hpp"
#include "tests/processing/anpr/scripted_reads.hpp"

namespace nightjar::scripted {

/// Feeds passes frame by frame and keeps what they hand on.
class Lane {
 public:
  explicit Lane(PlatePassesOptions options = {}) : passes(std::move(options)) {}

  void see(milliseconds time, const std::vector<SeenPlate>& plates) {
    keep(passes.update(frame(time), plates));
  }
  void nothing(milliseconds from, milliseconds to) {
    for (milliseconds time = from; time < to; time += milliseconds(40)) see(time, {});
  }
  void end() { keep(passes.finish()); }

  [[nodiscard]] std::vector<PlateRead> ended() const {
    std::vector<PlateRead> ended;
    for (const PlateRead& read : handed_on) {
      if (read.outcome) ended.push_back(read);
    }
    return ended;
  }
  [[nodiscard]] std::vector<PlateRead> of(std::uint64_t pass) const {
    std::vector<PlateRead> reads;
    for (const PlateRead& read : handed_on) {
      if (read.pass == pass) reads.push_back(read);
    }
    return reads;
  }

  PlatePasses passes;
  std::vector<PlateRead> handed_on;

 private:
  void keep(std::vector<PlateRead> reads) { handed_on.insert(handed_on.end(), reads.begin(), reads.end()); }
};

/// A vehicle that comes nearer: `n` frames from `start`, its plate growing from 80 px.
inline SeenPlate coming(int frame_number, const PlateText& read) {
  const auto n = static_cast<float>(frame_number);
  return {box(900 + 4 * n, 300 + 12 * n, 80 + 5 * n), read};
}

}  // namespace nightjar::scripted
