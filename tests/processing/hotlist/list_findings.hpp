#pragma once

#include <string>
#include <vector>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {

inline std::vector<std::string> faults_of(const HotlistLoad& load) {
  std::vector<std::string> lines;
  for (const HotlistFinding& finding : load.findings.faults()) lines.push_back(finding_line("x", finding));
  return lines;
}

inline std::vector<std::string> warnings_of(const HotlistLoad& load, HotlistWarning kind) {
  std::vector<std::string> lines;
  for (const HotlistFinding& finding : load.findings.warnings(kind))
    lines.push_back(finding_line("x", finding));
  return lines;
}

}  // namespace nightjar
