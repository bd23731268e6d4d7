#include "tools/matching/kept_reads.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr float kLeastKept = 1e-5F;

/// "A:0.99832;4:0.00101" of one character.
CharacterProbabilities character_of(const std::string& text) {
  CharacterProbabilities character;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ';');) {
    const std::size_t symbol =
        part.size() > 2 && part[1] == ':' ? kMarkSymbols.find(part[0]) : std::string::npos;
    if (symbol == std::string::npos) throw std::invalid_argument(part);
    character.symbol[symbol] = std::stof(part.substr(2));
  }
  return character;
}

SampledRead read_of(const std::string& line) {
  std::istringstream fields(line);
  SampledRead read;
  std::size_t candidates = 0;
  if (!(fields >> read.mark >> read.text.mark >> read.text.confidence >> candidates))
    throw std::invalid_argument(line);
  if (read.text.mark == "-") read.text.mark.clear();
  for (; candidates > 0; --candidates) {
    MarkCandidate candidate;
    if (!(fields >> candidate.mark >> candidate.probability)) throw std::invalid_argument(line);
    read.text.candidates.push_back(std::move(candidate));
  }
  for (std::string character; fields >> character;) read.text.characters.push_back(character_of(character));
  if (read.text.characters.size() != read.text.mark.size()) throw std::invalid_argument(line);
  return read;
}

}  // namespace

std::string kept_line(const SampledRead& read) {
  std::string line = fmt::format("{} {} {:.6g} {}", read.mark, read.text.mark.empty() ? "-" : read.text.mark,
                                 read.text.confidence, read.text.candidates.size());
  for (const MarkCandidate& candidate : read.text.candidates)
    line += fmt::format(" {} {:.4g}", candidate.mark, candidate.probability);
  for (const CharacterProbabilities& character : read.text.characters) {
    std::string one;
    for (std::size_t s = 0; s < kMarkSymbols.size(); ++s) {
      if (character.symbol[s] < kLeastKept) continue;
      one += fmt::format("{}{}:{:.4g}", one.empty() ? "" : ";", kMarkSymbols[s], character.symbol[s]);
    }
    line += ' ' + one;
  }
  return line;
}

std::vector<SampledRead> kept_reads(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(fmt::format("{}: cannot be opened", file.string()));
  std::vector<SampledRead> reads;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    try {
      reads.push_back(read_of(line));
    } catch (const std::logic_error&) {
      throw std::runtime_error(
          fmt::format("{}:{}: found no read as keep_reads writes it", file.string(), number));
    }
  }
  return reads;
}

}  // namespace nightjar
