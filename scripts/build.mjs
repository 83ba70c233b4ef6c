import { build, installPackages } from './setUp.mjs';

installPackages();
build();
