import type { Component } from 'svelte';
import type { SettingName } from '../../src-main/core/settings/settingWords.ts';
import ImportSetting from '../import/ImportSetting.svelte';
import Browsers from './Browsers.svelte';
import Labels from './Labels.svelte';
import SecretsKept from './SecretsKept.svelte';

/** The parts of the page that are more than one field, by the setting that they are for. */
export const ownSettings: Readonly<Partial<Record<SettingName, Component>>> = {
  browsers: Browsers,
  labels: Labels,
  teamFile: ImportSetting,
  secrets: SecretsKept,
};

/** What is set in another one’s part. */
export const partOf: Readonly<Partial<Record<SettingName, SettingName>>> = {
  labelColours: 'labels',
  askFirst: 'labels',
};
