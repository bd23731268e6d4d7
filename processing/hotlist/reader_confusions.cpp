#include "processing/hotlist/reader_confusions.hpp"

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// Of places where the reader was wrong: what it read, what was there, how often.
struct CountedConfusion {
  char read, there;
  float times;
};

// From 1,875 passes of the second drawing, mistakes that the reader half made counted by their probability:
//   keep_reads --seed 1 --passes 1875 > reads.txt && fit_matching reads.txt
constexpr CountedConfusion kCounted[] = {
    {'G', '6', 14.0F}, {'0', 'D', 11.1F}, {'D', '0', 6.2F}, {'Q', '0', 5.0F}, {'6', 'G', 4.6F},
    {'B', '8', 4.3F},  {'B', '6', 3.0F},  {'S', '6', 3.0F}, {'8', 'B', 2.8F}, {'S', '5', 2.2F},
    {'C', 'G', 2.0F},  {'C', 'D', 2.0F},  {'B', 'E', 2.0F}, {'3', '9', 2.0F}, {'K', 'W', 1.3F},
    {'T', '1', 1.3F},  {'5', 'S', 1.2F},  {'9', 'S', 1.2F}, {'G', '0', 1.2F}, {'G', 'C', 1.1F},
    {'9', 'B', 1.1F},  {'6', '8', 1.1F},  {'0', 'Q', 1.1F}, {'6', 'S', 1.1F}, {'B', '3', 1.1F},
    {'W', 'N', 1.0F},  {'P', 'F', 1.0F},  {'M', 'N', 1.0F}, {'C', '0', 1.0F}, {'G', 'S', 1.0F},
    {'8', '0', 1.0F},  {'0', 'B', 1.0F},  {'F', 'P', 1.0F}, {'E', 'F', 1.0F}, {'N', 'W', 1.0F},
    {'H', 'W', 1.0F},  {'F', 'T', 1.0F},  {'X', 'Y', 1.0F}, {'T', 'F', 1.0F}, {'Q', 'D', 1.0F},
    {'6', 'B', 0.8F},  {'P', 'R', 0.5F},  {'8', '6', 0.4F}, {'W', 'M', 0.4F}, {'D', 'B', 0.4F},
    {'V', 'W', 0.3F},  {'4', 'L', 0.3F},  {'9', '8', 0.2F}, {'5', '6', 0.2F}, {'0', 'U', 0.2F},
    {'F', 'E', 0.2F},  {'0', 'C', 0.2F},  {'6', 'E', 0.2F}, {'U', 'J', 0.1F}, {'E', 'B', 0.1F},
    {'K', 'M', 0.1F},
};

constexpr float kAnySymbol = 0.03F;  // counted for each pair beforehand: none is impossible

ConfusionTable table_of_counts() {
  ConfusionTable table{};
  for (std::size_t read = 0; read < kConfusionSymbols; ++read) {
    for (std::size_t there = 0; there < kConfusionSymbols; ++there) {
      const char symbol = kMarkSymbols[there];
      if (symbol != 'O' && symbol != 'I' && there != read) table[read][there] = kAnySymbol;
    }
  }
  for (const CountedConfusion& counted : kCounted)
    table[kMarkSymbols.find(counted.read)][kMarkSymbols.find(counted.there)] += counted.times;
  for (auto& row : table) {
    float sum = 0;
    for (const float times : row) sum += times;
    for (float& times : row) times /= sum;
  }
  return table;
}

}  // namespace

const ConfusionTable& reader_confusions() {
  static const ConfusionTable table = table_of_counts();
  return table;
}

}  // namespace nightjar
