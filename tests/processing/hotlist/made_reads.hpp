#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "processing/anpr/plate_read.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

/// A read of which each character is itself with the given probability, and the rest of no other symbol.
inline PlateText made_read(std::string_view mark, double confidence, double each = 0.999) {
  PlateText read;
  read.mark = mark;
  read.confidence = confidence;
  read.candidates.push_back({read.mark, confidence});
  for (const char symbol : mark) {
    CharacterProbabilities character;
    character.symbol[kMarkSymbols.find(symbol)] = static_cast<float>(each);
    read.characters.push_back(character);
  }
  return read;
}

/// The reader wavers at one place.
inline void make_doubtful(PlateText& read, std::size_t place, char other, float probability) {
  auto& symbols = read.characters.at(place).symbol;
  symbols[kMarkSymbols.find(read.mark[place])] -= probability;
  symbols[kMarkSymbols.find(other)] += probability;
}

/// A read as unsure as chance has it, of symbols that are few enough to make marks alike.
inline PlateText random_read(std::mt19937& random, const std::string& mark) {
  constexpr std::string_view kAlike = "0DQ8BG61A";
  const auto share = [&] { return static_cast<double>(random() % 10000) / 10000; };
  const double doubt = random() % 2 == 0 ? 0.001 * share() : share();
  PlateText read = made_read(mark, 1 - doubt, 1 - doubt * 0.2);
  std::string other = mark;
  for (std::size_t i = 0; i < mark.size(); ++i) {
    if (random() % 3 != 0) continue;
    const char symbol = kAlike[random() % kAlike.size()];
    if (symbol == mark[i]) continue;
    make_doubtful(read, i, symbol, static_cast<float>(doubt * share()));
    other[i] = symbol;
  }
  if (random() % 2 == 0) read.candidates.push_back({other, doubt * share()});
  if (random() % 4 == 0) read.candidates.push_back({mark.substr(1), doubt * 0.1 * share()});
  return read;
}

}  // namespace nightjar
