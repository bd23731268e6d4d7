#include "processing/hotlist/reader_confusions.hpp"

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// How often the reader read a symbol.
struct CountedSymbol {
  char read;
  int times;
};

/// Of these, how often another one was there.
struct CountedConfusion {
  char read, there;
  float times;
};

// From 4,000 passes of the second drawing, mistakes that the reader half made counted by their probability:
//   keep_reads --seed 1 --passes 4000 > reads.txt && fit_matching reads.txt
constexpr CountedSymbol kRead[] = {
    {'0', 1542}, {'1', 1323}, {'2', 1025}, {'3', 693}, {'4', 754}, {'5', 1118}, {'6', 1054},
    {'7', 938},  {'8', 615},  {'9', 618},  {'A', 710}, {'B', 695}, {'C', 690},  {'D', 693},
    {'E', 688},  {'F', 714},  {'G', 743},  {'H', 669}, {'J', 680}, {'K', 682},  {'L', 683},
    {'M', 663},  {'N', 688},  {'P', 692},  {'Q', 121}, {'R', 622}, {'S', 685},  {'T', 710},
    {'U', 671},  {'V', 665},  {'W', 644},  {'X', 721}, {'Y', 690}, {'Z', 559},
};
constexpr CountedConfusion kCounted[] = {
    {'G', '6', 35.0F}, {'0', 'D', 23.0F}, {'D', '0', 12.4F}, {'6', 'G', 11.6F}, {'B', '8', 10.9F},
    {'Q', '0', 10.1F}, {'C', '0', 6.1F},  {'S', '5', 6.0F},  {'8', 'B', 6.0F},  {'S', '6', 5.1F},
    {'B', '6', 5.0F},  {'C', 'D', 5.0F},  {'C', 'G', 4.2F},  {'0', 'Q', 3.6F},  {'8', '6', 3.5F},
    {'5', 'S', 3.1F},  {'B', 'D', 2.6F},  {'T', '1', 2.4F},  {'K', 'W', 2.3F},  {'G', '0', 2.2F},
    {'6', 'S', 2.2F},  {'6', '5', 2.2F},  {'M', 'W', 2.0F},  {'Z', '7', 2.0F},  {'3', '9', 2.0F},
    {'8', '0', 2.0F},  {'B', 'E', 2.0F},  {'N', 'W', 2.0F},  {'E', 'F', 2.0F},  {'Q', 'D', 2.0F},
    {'6', 'B', 1.7F},  {'9', 'S', 1.6F},  {'6', '8', 1.5F},  {'G', 'C', 1.4F},  {'X', 'K', 1.3F},
    {'F', 'E', 1.3F},  {'U', 'J', 1.1F},  {'E', 'B', 1.1F},  {'9', 'B', 1.1F},  {'J', 'U', 1.1F},
    {'B', '3', 1.1F},  {'P', 'F', 1.1F},  {'W', 'N', 1.0F},  {'T', 'F', 1.0F},  {'G', 'S', 1.0F},
    {'M', 'N', 1.0F},  {'F', 'P', 1.0F},  {'H', '1', 1.0F},  {'6', '3', 1.0F},  {'0', 'B', 1.0F},
    {'4', 'Z', 1.0F},  {'J', '3', 1.0F},  {'B', 'P', 1.0F},  {'X', 'Y', 1.0F},  {'0', 'E', 1.0F},
    {'L', 'E', 1.0F},  {'N', 'K', 1.0F},  {'A', '4', 1.0F},  {'4', 'X', 1.0F},  {'M', 'V', 1.0F},
    {'J', 'D', 1.0F},  {'H', 'W', 1.0F},  {'F', 'T', 1.0F},  {'W', 'M', 0.6F},  {'P', 'R', 0.5F},
    {'0', '9', 0.5F},  {'3', '5', 0.5F},  {'D', 'B', 0.4F},  {'T', '7', 0.3F},  {'0', 'C', 0.3F},
    {'V', 'W', 0.3F},  {'9', '8', 0.3F},  {'U', '0', 0.3F},  {'4', 'L', 0.3F},  {'5', '6', 0.3F},
    {'9', '3', 0.2F},  {'0', 'U', 0.2F},  {'M', 'H', 0.2F},  {'N', 'M', 0.2F},  {'D', 'Q', 0.2F},
    {'0', 'G', 0.2F},  {'6', 'E', 0.2F},  {'J', '5', 0.2F},  {'0', '8', 0.1F},  {'S', '9', 0.1F},
    {'K', 'M', 0.1F},  {'Q', '9', 0.1F},
};

constexpr float kAnySymbol = 0.03F;  // counted for each pair beforehand: none is impossible

bool is_folded(char symbol) {
  return symbol != 'O' && symbol != 'I';
}

ConfusionTable table_of_counts() {
  ConfusionTable table{};
  for (const CountedConfusion& counted : kCounted)
    table[kMarkSymbols.find(counted.read)][kMarkSymbols.find(counted.there)] = counted.times;
  for (const CountedSymbol& counted : kRead) {
    const std::size_t read = kMarkSymbols.find(counted.read);
    for (std::size_t there = 0; there < kConfusionSymbols; ++there) {
      float& times = table[read][there];
      times = there != read && is_folded(kMarkSymbols[there]) ? times + kAnySymbol : 0;
      times /= static_cast<float>(counted.times) + 1;
    }
  }
  return table;
}

}  // namespace

const ConfusionTable& reader_confusions() {
  static const ConfusionTable table = table_of_counts();
  return table;
}

}  // namespace nightjar
