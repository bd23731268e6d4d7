// Streams warm spots of made flights, labelled, for training the body reader to standard output:
//   draw_bodies measured|gained FIRST_SEED FLIGHTS [PICTURES_A_FLIGHT] > SPOTS
// Each record: flight (int32), what it is (int32: DrawnBody), SpotPatch::about (six floats),
// where the body's middle is (two floats: DrawnSpot::middle_m), SpotPatch::pixels (int8, 24 to one, held
// within 127).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <string_view>

#include "tools/train/drawn_bodies.hpp"

namespace {

using namespace nightjar;

bool write_record(std::uint64_t flight, const DrawnSpot& spot, const SpotPatch& patch) {
  const std::array<std::int32_t, 2> head{static_cast<std::int32_t>(flight),
                                         static_cast<std::int32_t>(spot.what)};
  const std::array<float, 2> middle{spot.middle_m.x, spot.middle_m.y};
  std::array<std::int8_t, std::size_t{SpotPatch::layers} * SpotPatch::kSide * SpotPatch::kSide> pixels{};
  const auto* from = patch.pixels.ptr<float>();
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels.at(i) = static_cast<std::int8_t>(std::clamp(std::lround(24 * from[i]), -127L, 127L));
  return std::fwrite(head.data(), sizeof head, 1, stdout) == 1 &&
         std::fwrite(patch.about.data(), sizeof patch.about, 1, stdout) == 1 &&
         std::fwrite(middle.data(), sizeof middle, 1, stdout) == 1 &&
         std::fwrite(pixels.data(), sizeof pixels, 1, stdout) == 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view way = argc > 1 ? argv[1] : "";
  if ((argc != 4 && argc != 5) || (way != "measured" && way != "gained")) {
    std::fputs("usage: draw_bodies measured|gained FIRST_SEED FLIGHTS [PICTURES_A_FLIGHT] > SPOTS\n", stderr);
    return 2;
  }
  const std::uint64_t first = std::strtoull(argv[2], nullptr, 10),
                      flights = std::strtoull(argv[3], nullptr, 10);
  const int pictures = argc == 5 ? std::atoi(argv[4]) : 24;
  const ShownHeat shown = way == "gained" ? ShownHeat::gained : ShownHeat::measured;
  cv::setNumThreads(1);
  for (std::uint64_t seed = first; seed < first + flights; ++seed)
    if (!draw_bodies(seed, pictures, shown, [seed](const DrawnSpot& spot, const SpotPatch& patch) {
          return write_record(seed, spot, patch);
        }))
      return 0;  // whoever read has gone
  return 0;
}
