// Streams labelled crops for training the plate reader to standard output, for ever or a given number:
// each record is kPlateCrop's bytes, then 12 bytes of mark (O folded to 0, I to 1, padded with zeros).
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <opencv2/core/utility.hpp>
#include <random>
#include <string>

#include "processing/anpr/plate_crop.hpp"
#include "processing/anpr/registration_mark.hpp"
#include "tools/train/plate_photograph.hpp"

int main(int argc, char** argv) {
  using namespace nightjar;
  if (argc != 2 && argc != 3) {
    std::fputs("usage: draw_plates SEED [COUNT] > CROPS\n", stderr);
    return 2;
  }
  std::mt19937_64 rng(std::strtoull(argv[1], nullptr, 10));
  const std::uint64_t count = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : UINT64_MAX;
  cv::setNumThreads(1);
  for (std::uint64_t i = 0; i < count;) {
    const PlatePhotograph photograph = photograph_plate(rng);
    const cv::Mat crop = plate_crop(photograph.luma, photograph.box, photograph.read_as);
    std::array<char, 12> label{};
    const std::string mark = folded_mark(photograph.mark);
    if (crop.empty() || mark.size() > label.size()) continue;
    mark.copy(label.data(), label.size());
    const std::size_t bytes = crop.total();
    if (std::fwrite(crop.data, 1, bytes, stdout) != bytes) return 0;  // whoever read has gone
    if (std::fwrite(label.data(), 1, label.size(), stdout) != label.size()) return 0;
    ++i;
  }
  return 0;
}
