#!/usr/bin/env node
// main.js knows the plugin by the name under which it is called; links and Windows' wrappers keep this one.
import './main.js';
